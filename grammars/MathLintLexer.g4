/** The tokens of LaTeX mathematics, by their looks alone. No target code, no predicates, no modes.
 *
 *  A control word is one COMMAND, a character that is nothing else one CHAR. Which of them is a relation, an operator,
 *  a bracket, … is a row of mathlint/syntax/vocabulary.py; the token filters give those the types named in `tokens`.
 *  Commands with a raw argument (`\text{…}`, `\tag{…}`, `\label{…}`) are read by the filters as well. */
lexer grammar MathLintLexer;

tokens {
    REL, XARROW, STACKREL, DECORREL,                // relations, plain and annotated
    SIGN, NEG, MULOP, LOOSE, BIGOP, BIGNAME, SWITCH, // operators; see MathLintParser.g4
    PUNCT, WIDE, TAG, MID, INFIX, PHRASE,           // separators
    OPEN, CLOSE, BAR, LBAR, RBAR, EVALBAR, INDEXOPEN, INDEXCLOSE,
    FRAC, SQRT, STACK, DECOR, DOTS, WORD, EMPTY, BANG, TREE
}

WS       : [ \t\r\n\f\u00A0\u00AD\u2000-\u200D\u2028\u2029\u202F\u205F\u2060-\u2064\u3000\uFEFF]+ -> skip ;
COMMENT  : '%' ~[\r\n]* -> skip ;

ROW      : '\\\\' '*'? (S '[' S '-'? [0-9.]+ S [a-z]+ S ']')? ;
BEGIN    : '\\begin' S '{' S [a-zA-Z]+ '*'? S '}' ;
END      : '\\end' S '{' S [a-zA-Z]+ '*'? S '}' ;
LEFT     : '\\left' S DELIMITER ;
RIGHT    : '\\right' S DELIMITER ;
MIDDLE   : '\\middle' S DELIMITER ;
SIZED    : '\\' ('big' | 'Big' | 'bigg' | 'Bigg') [lrm]? S DELIMITER ;
COMMAND  : '\\' ([a-zA-Z]+ | ~[a-zA-Z]) ;

AMP      : '&' ;
LBRACE   : '{' ;
RBRACE   : '}' ;
SUP1     : '^' S [0-9a-zA-Z*] ;                     // TeX: an argument without braces is one character
SUB1     : '_' S [0-9a-zA-Z] ;
SUPS     : [\u1D40\u00B2\u00B3\u00B9\u2070\u2071\u2074-\u207B\u207F]+ ;   // x², A⁻¹
SUBS     : [\u2080-\u208B]+ ;                       // x₁
SUP      : '^' ;
SUB      : '_' ;
PRIME    : ['\u2019\u2032]+ ;
NUMBER   : [0-9]+ ('{,}' [0-9]+)* ('.' [0-9]+)? | '.' [0-9]+ ;
LETTER   : [a-zA-Z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0370-\u03FF] [\u0300-\u036F]* ;
DIGRAPH  : ':=' | '=:' | '::=' | '<=' | '>=' | '==' | '=>' | '->' | '<-' | '<->' | '||' | '...' ;
CHAR     : . ;

fragment S         : [ \t\r\n]* ;
fragment DELIMITER : [()[\]|./<>] | '\\' ([a-zA-Z]+ | [{}|]) | [\u2016\u27E8\u27E9\u2308-\u230B] ;
