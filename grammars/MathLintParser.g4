/** LaTeX mathematics as people write it in notes. Strictly LL(1): one token decides, so the generated parser
 *  never predicts. Juxtaposition stays a flat list of factors, and so does a product with all its operators:
 *  what is applied to what, and how far a sum reaches, is read off the list while it is folded, or later.
 *
 *  The token filters see to what one token cannot decide:
 *    BAR          becomes LBAR, RBAR, MID, or EVALBAR (`f|_{x=0}`)
 *    MULOP, SIGN  become LOOSE where no operand can follow or precede (`f(\cdot)`, `x^{+}`, a row that goes on below)
 *    SIGN         becomes NEG right after a big operator (`\sum_i -x_i`)
 *    BIGOP        becomes BIGNAME where nothing follows that it could bind
 *    STACK, DECOR become STACKREL, DECORREL where they hold a relation (`\overset{!}{=}`)
 *    TEXT         becomes WORD (an operand) or PHRASE (a separator)
 *    EMPTY        is put before a script without a base
 *    TREE         stands for a part that was parsed on its own, when a block is recovered. */
parser grammar MathLintParser;
options { tokenVocab = MathLintLexer; }

math     : row (ROW row)* EOF ;
row      : seq (AMP seq)* ;

/** a chain and all that stands between: two sums are never adjacent */
seq      : addition? ((rel | sep | loose) addition?)* ;
rel      : (REL | XARROW index? arg | STACKREL relarg relarg | DECORREL relarg) script* ;
relarg   : group | token | REL | decor | stack ;
sep      : PUNCT | WIDE | TAG | MID | INFIX | PHRASE ;
loose    : LOOSE script* ;

addition : sign* product (sign+ product)* ;
sign     : SIGN script* ;
/** factors side by side, then perhaps an explicit operator and more; a big operator takes all that is left */
product  : (factor | big | SWITCH)+ (times sign* (factor | big | SWITCH)+)* ;
times    : MULOP script* ;
big      : BIGOP script* NEG* ;

factor   : (LETTER | NUMBER | COMMAND | DOTS | WORD | BIGNAME | EMPTY | EVALBAR | TREE
         | frac | sqrt | stack | decor | group | fence | env) script* ;
script   : (SUP | SUB) arg
         | SUP1 | SUB1 | SUPS | SUBS | PRIME | BANG ;

frac     : FRAC arg arg ;
sqrt     : SQRT index? (arg | fence) ;
index    : INDEXOPEN seq INDEXCLOSE ;
stack    : STACK arg arg ;
decor    : DECOR arg ;
group    : LBRACE seq RBRACE ;
fence    : OPEN seq CLOSE
         | LBAR seq RBAR
         | LEFT seq RIGHT ;
env      : BEGIN row (ROW row)* END ;

/** a TeX argument: a group or one token, or a command with its own arguments */
arg      : group | token | frac | sqrt | stack | decor | env ;
token    : LETTER | NUMBER | COMMAND | DOTS | WORD | BIGNAME | SIGN | MULOP | PUNCT | PRIME | BANG | TREE ;
