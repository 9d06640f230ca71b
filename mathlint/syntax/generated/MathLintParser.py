# Generated from grammars/MathLintParser.g4 by ANTLR 4.13.2
# encoding: utf-8
from antlr4 import *
from io import StringIO
import sys
if sys.version_info[1] > 5:
	from typing import TextIO
else:
	from typing.io import TextIO

def serializedATN():
    return [
        4,1,58,288,2,0,7,0,2,1,7,1,2,2,7,2,2,3,7,3,2,4,7,4,2,5,7,5,2,6,7,
        6,2,7,7,7,2,8,7,8,2,9,7,9,2,10,7,10,2,11,7,11,2,12,7,12,2,13,7,13,
        2,14,7,14,2,15,7,15,2,16,7,16,2,17,7,17,2,18,7,18,2,19,7,19,2,20,
        7,20,2,21,7,21,2,22,7,22,2,23,7,23,1,0,1,0,1,0,5,0,52,8,0,10,0,12,
        0,55,9,0,1,0,1,0,1,1,1,1,1,1,5,1,62,8,1,10,1,12,1,65,9,1,1,2,3,2,
        68,8,2,1,2,1,2,1,2,3,2,73,8,2,1,2,3,2,76,8,2,5,2,78,8,2,10,2,12,
        2,81,9,2,1,3,1,3,1,3,3,3,86,8,3,1,3,1,3,1,3,1,3,1,3,1,3,1,3,3,3,
        95,8,3,1,3,5,3,98,8,3,10,3,12,3,101,9,3,1,4,1,4,1,4,1,4,1,4,3,4,
        108,8,4,1,5,1,5,1,6,1,6,5,6,114,8,6,10,6,12,6,117,9,6,1,7,5,7,120,
        8,7,10,7,12,7,123,9,7,1,7,1,7,4,7,127,8,7,11,7,12,7,128,1,7,1,7,
        5,7,133,8,7,10,7,12,7,136,9,7,1,8,1,8,5,8,140,8,8,10,8,12,8,143,
        9,8,1,9,1,9,1,9,4,9,148,8,9,11,9,12,9,149,1,9,1,9,5,9,154,8,9,10,
        9,12,9,157,9,9,1,9,1,9,1,9,4,9,162,8,9,11,9,12,9,163,5,9,166,8,9,
        10,9,12,9,169,9,9,1,10,1,10,5,10,173,8,10,10,10,12,10,176,9,10,1,
        11,1,11,5,11,180,8,11,10,11,12,11,183,9,11,1,11,5,11,186,8,11,10,
        11,12,11,189,9,11,1,12,1,12,1,12,1,12,1,12,1,12,1,12,1,12,1,12,1,
        12,1,12,1,12,1,12,1,12,1,12,1,12,3,12,207,8,12,1,12,5,12,210,8,12,
        10,12,12,12,213,9,12,1,13,1,13,1,13,1,13,1,13,1,13,1,13,1,13,3,13,
        223,8,13,1,14,1,14,1,14,1,14,1,15,1,15,3,15,231,8,15,1,15,1,15,3,
        15,235,8,15,1,16,1,16,1,16,1,16,1,17,1,17,1,17,1,17,1,18,1,18,1,
        18,1,19,1,19,1,19,1,19,1,20,1,20,1,20,1,20,1,20,1,20,1,20,1,20,1,
        20,1,20,1,20,1,20,3,20,264,8,20,1,21,1,21,1,21,1,21,5,21,270,8,21,
        10,21,12,21,273,9,21,1,21,1,21,1,22,1,22,1,22,1,22,1,22,1,22,1,22,
        3,22,284,8,22,1,23,1,23,1,23,0,0,24,0,2,4,6,8,10,12,14,16,18,20,
        22,24,26,28,30,32,34,36,38,40,42,44,46,0,3,1,0,12,17,1,0,52,53,8,
        0,5,5,7,7,10,10,12,12,30,31,33,34,44,44,54,56,328,0,48,1,0,0,0,2,
        58,1,0,0,0,4,67,1,0,0,0,6,94,1,0,0,0,8,107,1,0,0,0,10,109,1,0,0,
        0,12,111,1,0,0,0,14,121,1,0,0,0,16,137,1,0,0,0,18,147,1,0,0,0,20,
        170,1,0,0,0,22,177,1,0,0,0,24,206,1,0,0,0,26,222,1,0,0,0,28,224,
        1,0,0,0,30,228,1,0,0,0,32,236,1,0,0,0,34,240,1,0,0,0,36,244,1,0,
        0,0,38,247,1,0,0,0,40,263,1,0,0,0,42,265,1,0,0,0,44,283,1,0,0,0,
        46,285,1,0,0,0,48,53,3,2,1,0,49,50,5,37,0,0,50,52,3,2,1,0,51,49,
        1,0,0,0,52,55,1,0,0,0,53,51,1,0,0,0,53,54,1,0,0,0,54,56,1,0,0,0,
        55,53,1,0,0,0,56,57,5,0,0,1,57,1,1,0,0,0,58,63,3,4,2,0,59,60,5,45,
        0,0,60,62,3,4,2,0,61,59,1,0,0,0,62,65,1,0,0,0,63,61,1,0,0,0,63,64,
        1,0,0,0,64,3,1,0,0,0,65,63,1,0,0,0,66,68,3,14,7,0,67,66,1,0,0,0,
        67,68,1,0,0,0,68,79,1,0,0,0,69,73,3,6,3,0,70,73,3,10,5,0,71,73,3,
        12,6,0,72,69,1,0,0,0,72,70,1,0,0,0,72,71,1,0,0,0,73,75,1,0,0,0,74,
        76,3,14,7,0,75,74,1,0,0,0,75,76,1,0,0,0,76,78,1,0,0,0,77,72,1,0,
        0,0,78,81,1,0,0,0,79,77,1,0,0,0,79,80,1,0,0,0,80,5,1,0,0,0,81,79,
        1,0,0,0,82,95,5,1,0,0,83,85,5,2,0,0,84,86,3,32,16,0,85,84,1,0,0,
        0,85,86,1,0,0,0,86,87,1,0,0,0,87,95,3,44,22,0,88,89,5,3,0,0,89,90,
        3,8,4,0,90,91,3,8,4,0,91,95,1,0,0,0,92,93,5,4,0,0,93,95,3,8,4,0,
        94,82,1,0,0,0,94,83,1,0,0,0,94,88,1,0,0,0,94,92,1,0,0,0,95,99,1,
        0,0,0,96,98,3,26,13,0,97,96,1,0,0,0,98,101,1,0,0,0,99,97,1,0,0,0,
        99,100,1,0,0,0,100,7,1,0,0,0,101,99,1,0,0,0,102,108,3,38,19,0,103,
        108,3,46,23,0,104,108,5,1,0,0,105,108,3,36,18,0,106,108,3,34,17,
        0,107,102,1,0,0,0,107,103,1,0,0,0,107,104,1,0,0,0,107,105,1,0,0,
        0,107,106,1,0,0,0,108,9,1,0,0,0,109,110,7,0,0,0,110,11,1,0,0,0,111,
        115,5,8,0,0,112,114,3,26,13,0,113,112,1,0,0,0,114,117,1,0,0,0,115,
        113,1,0,0,0,115,116,1,0,0,0,116,13,1,0,0,0,117,115,1,0,0,0,118,120,
        3,16,8,0,119,118,1,0,0,0,120,123,1,0,0,0,121,119,1,0,0,0,121,122,
        1,0,0,0,122,124,1,0,0,0,123,121,1,0,0,0,124,134,3,18,9,0,125,127,
        3,16,8,0,126,125,1,0,0,0,127,128,1,0,0,0,128,126,1,0,0,0,128,129,
        1,0,0,0,129,130,1,0,0,0,130,131,3,18,9,0,131,133,1,0,0,0,132,126,
        1,0,0,0,133,136,1,0,0,0,134,132,1,0,0,0,134,135,1,0,0,0,135,15,1,
        0,0,0,136,134,1,0,0,0,137,141,5,5,0,0,138,140,3,26,13,0,139,138,
        1,0,0,0,140,143,1,0,0,0,141,139,1,0,0,0,141,142,1,0,0,0,142,17,1,
        0,0,0,143,141,1,0,0,0,144,148,3,24,12,0,145,148,3,22,11,0,146,148,
        5,11,0,0,147,144,1,0,0,0,147,145,1,0,0,0,147,146,1,0,0,0,148,149,
        1,0,0,0,149,147,1,0,0,0,149,150,1,0,0,0,150,167,1,0,0,0,151,155,
        3,20,10,0,152,154,3,16,8,0,153,152,1,0,0,0,154,157,1,0,0,0,155,153,
        1,0,0,0,155,156,1,0,0,0,156,161,1,0,0,0,157,155,1,0,0,0,158,162,
        3,24,12,0,159,162,3,22,11,0,160,162,5,11,0,0,161,158,1,0,0,0,161,
        159,1,0,0,0,161,160,1,0,0,0,162,163,1,0,0,0,163,161,1,0,0,0,163,
        164,1,0,0,0,164,166,1,0,0,0,165,151,1,0,0,0,166,169,1,0,0,0,167,
        165,1,0,0,0,167,168,1,0,0,0,168,19,1,0,0,0,169,167,1,0,0,0,170,174,
        5,7,0,0,171,173,3,26,13,0,172,171,1,0,0,0,173,176,1,0,0,0,174,172,
        1,0,0,0,174,175,1,0,0,0,175,21,1,0,0,0,176,174,1,0,0,0,177,181,5,
        9,0,0,178,180,3,26,13,0,179,178,1,0,0,0,180,183,1,0,0,0,181,179,
        1,0,0,0,181,182,1,0,0,0,182,187,1,0,0,0,183,181,1,0,0,0,184,186,
        5,6,0,0,185,184,1,0,0,0,186,189,1,0,0,0,187,185,1,0,0,0,187,188,
        1,0,0,0,188,23,1,0,0,0,189,187,1,0,0,0,190,207,5,56,0,0,191,207,
        5,55,0,0,192,207,5,44,0,0,193,207,5,30,0,0,194,207,5,31,0,0,195,
        207,5,10,0,0,196,207,5,32,0,0,197,207,5,23,0,0,198,207,5,34,0,0,
        199,207,3,28,14,0,200,207,3,30,15,0,201,207,3,34,17,0,202,207,3,
        36,18,0,203,207,3,38,19,0,204,207,3,40,20,0,205,207,3,42,21,0,206,
        190,1,0,0,0,206,191,1,0,0,0,206,192,1,0,0,0,206,193,1,0,0,0,206,
        194,1,0,0,0,206,195,1,0,0,0,206,196,1,0,0,0,206,197,1,0,0,0,206,
        198,1,0,0,0,206,199,1,0,0,0,206,200,1,0,0,0,206,201,1,0,0,0,206,
        202,1,0,0,0,206,203,1,0,0,0,206,204,1,0,0,0,206,205,1,0,0,0,207,
        211,1,0,0,0,208,210,3,26,13,0,209,208,1,0,0,0,210,213,1,0,0,0,211,
        209,1,0,0,0,211,212,1,0,0,0,212,25,1,0,0,0,213,211,1,0,0,0,214,215,
        7,1,0,0,215,223,3,44,22,0,216,223,5,48,0,0,217,223,5,49,0,0,218,
        223,5,50,0,0,219,223,5,51,0,0,220,223,5,54,0,0,221,223,5,33,0,0,
        222,214,1,0,0,0,222,216,1,0,0,0,222,217,1,0,0,0,222,218,1,0,0,0,
        222,219,1,0,0,0,222,220,1,0,0,0,222,221,1,0,0,0,223,27,1,0,0,0,224,
        225,5,26,0,0,225,226,3,44,22,0,226,227,3,44,22,0,227,29,1,0,0,0,
        228,230,5,27,0,0,229,231,3,32,16,0,230,229,1,0,0,0,230,231,1,0,0,
        0,231,234,1,0,0,0,232,235,3,44,22,0,233,235,3,40,20,0,234,232,1,
        0,0,0,234,233,1,0,0,0,235,31,1,0,0,0,236,237,5,24,0,0,237,238,3,
        4,2,0,238,239,5,25,0,0,239,33,1,0,0,0,240,241,5,28,0,0,241,242,3,
        44,22,0,242,243,3,44,22,0,243,35,1,0,0,0,244,245,5,29,0,0,245,246,
        3,44,22,0,246,37,1,0,0,0,247,248,5,46,0,0,248,249,3,4,2,0,249,250,
        5,47,0,0,250,39,1,0,0,0,251,252,5,18,0,0,252,253,3,4,2,0,253,254,
        5,19,0,0,254,264,1,0,0,0,255,256,5,21,0,0,256,257,3,4,2,0,257,258,
        5,22,0,0,258,264,1,0,0,0,259,260,5,40,0,0,260,261,3,4,2,0,261,262,
        5,41,0,0,262,264,1,0,0,0,263,251,1,0,0,0,263,255,1,0,0,0,263,259,
        1,0,0,0,264,41,1,0,0,0,265,266,5,38,0,0,266,271,3,2,1,0,267,268,
        5,37,0,0,268,270,3,2,1,0,269,267,1,0,0,0,270,273,1,0,0,0,271,269,
        1,0,0,0,271,272,1,0,0,0,272,274,1,0,0,0,273,271,1,0,0,0,274,275,
        5,39,0,0,275,43,1,0,0,0,276,284,3,38,19,0,277,284,3,46,23,0,278,
        284,3,28,14,0,279,284,3,30,15,0,280,284,3,34,17,0,281,284,3,36,18,
        0,282,284,3,42,21,0,283,276,1,0,0,0,283,277,1,0,0,0,283,278,1,0,
        0,0,283,279,1,0,0,0,283,280,1,0,0,0,283,281,1,0,0,0,283,282,1,0,
        0,0,284,45,1,0,0,0,285,286,7,2,0,0,286,47,1,0,0,0,32,53,63,67,72,
        75,79,85,94,99,107,115,121,128,134,141,147,149,155,161,163,167,174,
        181,187,206,211,222,230,234,263,271,283
    ]

class MathLintParser ( Parser ):

    grammarFileName = "MathLintParser.g4"

    atn = ATNDeserializer().deserialize(serializedATN())

    decisionsToDFA = [ DFA(ds, i) for i, ds in enumerate(atn.decisionToState) ]

    sharedContextCache = PredictionContextCache()

    literalNames = [ "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "'&'", "'{'", "'}'", "<INVALID>", "<INVALID>", 
                     "<INVALID>", "<INVALID>", "'^'", "'_'" ]

    symbolicNames = [ "<INVALID>", "REL", "XARROW", "STACKREL", "DECORREL", 
                      "SIGN", "NEG", "MULOP", "LOOSE", "BIGOP", "BIGNAME", 
                      "SWITCH", "PUNCT", "WIDE", "TAG", "MID", "INFIX", 
                      "PHRASE", "OPEN", "CLOSE", "BAR", "LBAR", "RBAR", 
                      "EVALBAR", "INDEXOPEN", "INDEXCLOSE", "FRAC", "SQRT", 
                      "STACK", "DECOR", "DOTS", "WORD", "EMPTY", "BANG", 
                      "TREE", "WS", "COMMENT", "ROW", "BEGIN", "END", "LEFT", 
                      "RIGHT", "MIDDLE", "SIZED", "COMMAND", "AMP", "LBRACE", 
                      "RBRACE", "SUP1", "SUB1", "SUPS", "SUBS", "SUP", "SUB", 
                      "PRIME", "NUMBER", "LETTER", "DIGRAPH", "CHAR" ]

    RULE_math = 0
    RULE_row = 1
    RULE_seq = 2
    RULE_rel = 3
    RULE_relarg = 4
    RULE_sep = 5
    RULE_loose = 6
    RULE_addition = 7
    RULE_sign = 8
    RULE_product = 9
    RULE_times = 10
    RULE_big = 11
    RULE_factor = 12
    RULE_script = 13
    RULE_frac = 14
    RULE_sqrt = 15
    RULE_index = 16
    RULE_stack = 17
    RULE_decor = 18
    RULE_group = 19
    RULE_fence = 20
    RULE_env = 21
    RULE_arg = 22
    RULE_token = 23

    ruleNames =  [ "math", "row", "seq", "rel", "relarg", "sep", "loose", 
                   "addition", "sign", "product", "times", "big", "factor", 
                   "script", "frac", "sqrt", "index", "stack", "decor", 
                   "group", "fence", "env", "arg", "token" ]

    EOF = Token.EOF
    REL=1
    XARROW=2
    STACKREL=3
    DECORREL=4
    SIGN=5
    NEG=6
    MULOP=7
    LOOSE=8
    BIGOP=9
    BIGNAME=10
    SWITCH=11
    PUNCT=12
    WIDE=13
    TAG=14
    MID=15
    INFIX=16
    PHRASE=17
    OPEN=18
    CLOSE=19
    BAR=20
    LBAR=21
    RBAR=22
    EVALBAR=23
    INDEXOPEN=24
    INDEXCLOSE=25
    FRAC=26
    SQRT=27
    STACK=28
    DECOR=29
    DOTS=30
    WORD=31
    EMPTY=32
    BANG=33
    TREE=34
    WS=35
    COMMENT=36
    ROW=37
    BEGIN=38
    END=39
    LEFT=40
    RIGHT=41
    MIDDLE=42
    SIZED=43
    COMMAND=44
    AMP=45
    LBRACE=46
    RBRACE=47
    SUP1=48
    SUB1=49
    SUPS=50
    SUBS=51
    SUP=52
    SUB=53
    PRIME=54
    NUMBER=55
    LETTER=56
    DIGRAPH=57
    CHAR=58

    def __init__(self, input:TokenStream, output:TextIO = sys.stdout):
        super().__init__(input, output)
        self.checkVersion("4.13.2")
        self._interp = ParserATNSimulator(self, self.atn, self.decisionsToDFA, self.sharedContextCache)
        self._predicates = None




    class MathContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def row(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.RowContext)
            else:
                return self.getTypedRuleContext(MathLintParser.RowContext,i)


        def EOF(self):
            return self.getToken(MathLintParser.EOF, 0)

        def ROW(self, i:int=None):
            if i is None:
                return self.getTokens(MathLintParser.ROW)
            else:
                return self.getToken(MathLintParser.ROW, i)

        def getRuleIndex(self):
            return MathLintParser.RULE_math




    def math(self):

        localctx = MathLintParser.MathContext(self, self._ctx, self.state)
        self.enterRule(localctx, 0, self.RULE_math)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 48
            self.row()
            self.state = 53
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==37:
                self.state = 49
                self.match(MathLintParser.ROW)
                self.state = 50
                self.row()
                self.state = 55
                self._errHandler.sync(self)
                _la = self._input.LA(1)

            self.state = 56
            self.match(MathLintParser.EOF)
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class RowContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def seq(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.SeqContext)
            else:
                return self.getTypedRuleContext(MathLintParser.SeqContext,i)


        def AMP(self, i:int=None):
            if i is None:
                return self.getTokens(MathLintParser.AMP)
            else:
                return self.getToken(MathLintParser.AMP, i)

        def getRuleIndex(self):
            return MathLintParser.RULE_row




    def row(self):

        localctx = MathLintParser.RowContext(self, self._ctx, self.state)
        self.enterRule(localctx, 2, self.RULE_row)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 58
            self.seq()
            self.state = 63
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==45:
                self.state = 59
                self.match(MathLintParser.AMP)
                self.state = 60
                self.seq()
                self.state = 65
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class SeqContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def addition(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.AdditionContext)
            else:
                return self.getTypedRuleContext(MathLintParser.AdditionContext,i)


        def rel(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.RelContext)
            else:
                return self.getTypedRuleContext(MathLintParser.RelContext,i)


        def sep(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.SepContext)
            else:
                return self.getTypedRuleContext(MathLintParser.SepContext,i)


        def loose(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.LooseContext)
            else:
                return self.getTypedRuleContext(MathLintParser.LooseContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_seq




    def seq(self):

        localctx = MathLintParser.SeqContext(self, self._ctx, self.state)
        self.enterRule(localctx, 4, self.RULE_seq)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 67
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            if (((_la) & ~0x3f) == 0 and ((1 << _la) & 108175752090095136) != 0):
                self.state = 66
                self.addition()


            self.state = 79
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 258334) != 0):
                self.state = 72
                self._errHandler.sync(self)
                token = self._input.LA(1)
                if token in [1, 2, 3, 4]:
                    self.state = 69
                    self.rel()
                    pass
                elif token in [12, 13, 14, 15, 16, 17]:
                    self.state = 70
                    self.sep()
                    pass
                elif token in [8]:
                    self.state = 71
                    self.loose()
                    pass
                else:
                    raise NoViableAltException(self)

                self.state = 75
                self._errHandler.sync(self)
                _la = self._input.LA(1)
                if (((_la) & ~0x3f) == 0 and ((1 << _la) & 108175752090095136) != 0):
                    self.state = 74
                    self.addition()


                self.state = 81
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class RelContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def REL(self):
            return self.getToken(MathLintParser.REL, 0)

        def XARROW(self):
            return self.getToken(MathLintParser.XARROW, 0)

        def arg(self):
            return self.getTypedRuleContext(MathLintParser.ArgContext,0)


        def STACKREL(self):
            return self.getToken(MathLintParser.STACKREL, 0)

        def relarg(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.RelargContext)
            else:
                return self.getTypedRuleContext(MathLintParser.RelargContext,i)


        def DECORREL(self):
            return self.getToken(MathLintParser.DECORREL, 0)

        def script(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ScriptContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ScriptContext,i)


        def index(self):
            return self.getTypedRuleContext(MathLintParser.IndexContext,0)


        def getRuleIndex(self):
            return MathLintParser.RULE_rel




    def rel(self):

        localctx = MathLintParser.RelContext(self, self._ctx, self.state)
        self.enterRule(localctx, 6, self.RULE_rel)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 94
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [1]:
                self.state = 82
                self.match(MathLintParser.REL)
                pass
            elif token in [2]:
                self.state = 83
                self.match(MathLintParser.XARROW)
                self.state = 85
                self._errHandler.sync(self)
                _la = self._input.LA(1)
                if _la==24:
                    self.state = 84
                    self.index()


                self.state = 87
                self.arg()
                pass
            elif token in [3]:
                self.state = 88
                self.match(MathLintParser.STACKREL)
                self.state = 89
                self.relarg()
                self.state = 90
                self.relarg()
                pass
            elif token in [4]:
                self.state = 92
                self.match(MathLintParser.DECORREL)
                self.state = 93
                self.relarg()
                pass
            else:
                raise NoViableAltException(self)

            self.state = 99
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 35747330632187904) != 0):
                self.state = 96
                self.script()
                self.state = 101
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class RelargContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def group(self):
            return self.getTypedRuleContext(MathLintParser.GroupContext,0)


        def token(self):
            return self.getTypedRuleContext(MathLintParser.TokenContext,0)


        def REL(self):
            return self.getToken(MathLintParser.REL, 0)

        def decor(self):
            return self.getTypedRuleContext(MathLintParser.DecorContext,0)


        def stack(self):
            return self.getTypedRuleContext(MathLintParser.StackContext,0)


        def getRuleIndex(self):
            return MathLintParser.RULE_relarg




    def relarg(self):

        localctx = MathLintParser.RelargContext(self, self._ctx, self.state)
        self.enterRule(localctx, 8, self.RULE_relarg)
        try:
            self.state = 107
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [46]:
                self.enterOuterAlt(localctx, 1)
                self.state = 102
                self.group()
                pass
            elif token in [5, 7, 10, 12, 30, 31, 33, 34, 44, 54, 55, 56]:
                self.enterOuterAlt(localctx, 2)
                self.state = 103
                self.token()
                pass
            elif token in [1]:
                self.enterOuterAlt(localctx, 3)
                self.state = 104
                self.match(MathLintParser.REL)
                pass
            elif token in [29]:
                self.enterOuterAlt(localctx, 4)
                self.state = 105
                self.decor()
                pass
            elif token in [28]:
                self.enterOuterAlt(localctx, 5)
                self.state = 106
                self.stack()
                pass
            else:
                raise NoViableAltException(self)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class SepContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def PUNCT(self):
            return self.getToken(MathLintParser.PUNCT, 0)

        def WIDE(self):
            return self.getToken(MathLintParser.WIDE, 0)

        def TAG(self):
            return self.getToken(MathLintParser.TAG, 0)

        def MID(self):
            return self.getToken(MathLintParser.MID, 0)

        def INFIX(self):
            return self.getToken(MathLintParser.INFIX, 0)

        def PHRASE(self):
            return self.getToken(MathLintParser.PHRASE, 0)

        def getRuleIndex(self):
            return MathLintParser.RULE_sep




    def sep(self):

        localctx = MathLintParser.SepContext(self, self._ctx, self.state)
        self.enterRule(localctx, 10, self.RULE_sep)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 109
            _la = self._input.LA(1)
            if not((((_la) & ~0x3f) == 0 and ((1 << _la) & 258048) != 0)):
                self._errHandler.recoverInline(self)
            else:
                self._errHandler.reportMatch(self)
                self.consume()
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class LooseContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def LOOSE(self):
            return self.getToken(MathLintParser.LOOSE, 0)

        def script(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ScriptContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ScriptContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_loose




    def loose(self):

        localctx = MathLintParser.LooseContext(self, self._ctx, self.state)
        self.enterRule(localctx, 12, self.RULE_loose)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 111
            self.match(MathLintParser.LOOSE)
            self.state = 115
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 35747330632187904) != 0):
                self.state = 112
                self.script()
                self.state = 117
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class AdditionContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def product(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ProductContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ProductContext,i)


        def sign(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.SignContext)
            else:
                return self.getTypedRuleContext(MathLintParser.SignContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_addition




    def addition(self):

        localctx = MathLintParser.AdditionContext(self, self._ctx, self.state)
        self.enterRule(localctx, 14, self.RULE_addition)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 121
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==5:
                self.state = 118
                self.sign()
                self.state = 123
                self._errHandler.sync(self)
                _la = self._input.LA(1)

            self.state = 124
            self.product()
            self.state = 134
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==5:
                self.state = 126 
                self._errHandler.sync(self)
                _la = self._input.LA(1)
                while True:
                    self.state = 125
                    self.sign()
                    self.state = 128 
                    self._errHandler.sync(self)
                    _la = self._input.LA(1)
                    if not (_la==5):
                        break

                self.state = 130
                self.product()
                self.state = 136
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class SignContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def SIGN(self):
            return self.getToken(MathLintParser.SIGN, 0)

        def script(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ScriptContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ScriptContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_sign




    def sign(self):

        localctx = MathLintParser.SignContext(self, self._ctx, self.state)
        self.enterRule(localctx, 16, self.RULE_sign)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 137
            self.match(MathLintParser.SIGN)
            self.state = 141
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 35747330632187904) != 0):
                self.state = 138
                self.script()
                self.state = 143
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class ProductContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def factor(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.FactorContext)
            else:
                return self.getTypedRuleContext(MathLintParser.FactorContext,i)


        def big(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.BigContext)
            else:
                return self.getTypedRuleContext(MathLintParser.BigContext,i)


        def SWITCH(self, i:int=None):
            if i is None:
                return self.getTokens(MathLintParser.SWITCH)
            else:
                return self.getToken(MathLintParser.SWITCH, i)

        def times(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.TimesContext)
            else:
                return self.getTypedRuleContext(MathLintParser.TimesContext,i)


        def sign(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.SignContext)
            else:
                return self.getTypedRuleContext(MathLintParser.SignContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_product




    def product(self):

        localctx = MathLintParser.ProductContext(self, self._ctx, self.state)
        self.enterRule(localctx, 18, self.RULE_product)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 147 
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while True:
                self.state = 147
                self._errHandler.sync(self)
                token = self._input.LA(1)
                if token in [10, 18, 21, 23, 26, 27, 28, 29, 30, 31, 32, 34, 38, 40, 44, 46, 55, 56]:
                    self.state = 144
                    self.factor()
                    pass
                elif token in [9]:
                    self.state = 145
                    self.big()
                    pass
                elif token in [11]:
                    self.state = 146
                    self.match(MathLintParser.SWITCH)
                    pass
                else:
                    raise NoViableAltException(self)

                self.state = 149 
                self._errHandler.sync(self)
                _la = self._input.LA(1)
                if not ((((_la) & ~0x3f) == 0 and ((1 << _la) & 108175752090095104) != 0)):
                    break

            self.state = 167
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==7:
                self.state = 151
                self.times()
                self.state = 155
                self._errHandler.sync(self)
                _la = self._input.LA(1)
                while _la==5:
                    self.state = 152
                    self.sign()
                    self.state = 157
                    self._errHandler.sync(self)
                    _la = self._input.LA(1)

                self.state = 161 
                self._errHandler.sync(self)
                _la = self._input.LA(1)
                while True:
                    self.state = 161
                    self._errHandler.sync(self)
                    token = self._input.LA(1)
                    if token in [10, 18, 21, 23, 26, 27, 28, 29, 30, 31, 32, 34, 38, 40, 44, 46, 55, 56]:
                        self.state = 158
                        self.factor()
                        pass
                    elif token in [9]:
                        self.state = 159
                        self.big()
                        pass
                    elif token in [11]:
                        self.state = 160
                        self.match(MathLintParser.SWITCH)
                        pass
                    else:
                        raise NoViableAltException(self)

                    self.state = 163 
                    self._errHandler.sync(self)
                    _la = self._input.LA(1)
                    if not ((((_la) & ~0x3f) == 0 and ((1 << _la) & 108175752090095104) != 0)):
                        break

                self.state = 169
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class TimesContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def MULOP(self):
            return self.getToken(MathLintParser.MULOP, 0)

        def script(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ScriptContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ScriptContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_times




    def times(self):

        localctx = MathLintParser.TimesContext(self, self._ctx, self.state)
        self.enterRule(localctx, 20, self.RULE_times)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 170
            self.match(MathLintParser.MULOP)
            self.state = 174
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 35747330632187904) != 0):
                self.state = 171
                self.script()
                self.state = 176
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class BigContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def BIGOP(self):
            return self.getToken(MathLintParser.BIGOP, 0)

        def script(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ScriptContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ScriptContext,i)


        def NEG(self, i:int=None):
            if i is None:
                return self.getTokens(MathLintParser.NEG)
            else:
                return self.getToken(MathLintParser.NEG, i)

        def getRuleIndex(self):
            return MathLintParser.RULE_big




    def big(self):

        localctx = MathLintParser.BigContext(self, self._ctx, self.state)
        self.enterRule(localctx, 22, self.RULE_big)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 177
            self.match(MathLintParser.BIGOP)
            self.state = 181
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 35747330632187904) != 0):
                self.state = 178
                self.script()
                self.state = 183
                self._errHandler.sync(self)
                _la = self._input.LA(1)

            self.state = 187
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==6:
                self.state = 184
                self.match(MathLintParser.NEG)
                self.state = 189
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class FactorContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def LETTER(self):
            return self.getToken(MathLintParser.LETTER, 0)

        def NUMBER(self):
            return self.getToken(MathLintParser.NUMBER, 0)

        def COMMAND(self):
            return self.getToken(MathLintParser.COMMAND, 0)

        def DOTS(self):
            return self.getToken(MathLintParser.DOTS, 0)

        def WORD(self):
            return self.getToken(MathLintParser.WORD, 0)

        def BIGNAME(self):
            return self.getToken(MathLintParser.BIGNAME, 0)

        def EMPTY(self):
            return self.getToken(MathLintParser.EMPTY, 0)

        def EVALBAR(self):
            return self.getToken(MathLintParser.EVALBAR, 0)

        def TREE(self):
            return self.getToken(MathLintParser.TREE, 0)

        def frac(self):
            return self.getTypedRuleContext(MathLintParser.FracContext,0)


        def sqrt(self):
            return self.getTypedRuleContext(MathLintParser.SqrtContext,0)


        def stack(self):
            return self.getTypedRuleContext(MathLintParser.StackContext,0)


        def decor(self):
            return self.getTypedRuleContext(MathLintParser.DecorContext,0)


        def group(self):
            return self.getTypedRuleContext(MathLintParser.GroupContext,0)


        def fence(self):
            return self.getTypedRuleContext(MathLintParser.FenceContext,0)


        def env(self):
            return self.getTypedRuleContext(MathLintParser.EnvContext,0)


        def script(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ScriptContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ScriptContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_factor




    def factor(self):

        localctx = MathLintParser.FactorContext(self, self._ctx, self.state)
        self.enterRule(localctx, 24, self.RULE_factor)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 206
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [56]:
                self.state = 190
                self.match(MathLintParser.LETTER)
                pass
            elif token in [55]:
                self.state = 191
                self.match(MathLintParser.NUMBER)
                pass
            elif token in [44]:
                self.state = 192
                self.match(MathLintParser.COMMAND)
                pass
            elif token in [30]:
                self.state = 193
                self.match(MathLintParser.DOTS)
                pass
            elif token in [31]:
                self.state = 194
                self.match(MathLintParser.WORD)
                pass
            elif token in [10]:
                self.state = 195
                self.match(MathLintParser.BIGNAME)
                pass
            elif token in [32]:
                self.state = 196
                self.match(MathLintParser.EMPTY)
                pass
            elif token in [23]:
                self.state = 197
                self.match(MathLintParser.EVALBAR)
                pass
            elif token in [34]:
                self.state = 198
                self.match(MathLintParser.TREE)
                pass
            elif token in [26]:
                self.state = 199
                self.frac()
                pass
            elif token in [27]:
                self.state = 200
                self.sqrt()
                pass
            elif token in [28]:
                self.state = 201
                self.stack()
                pass
            elif token in [29]:
                self.state = 202
                self.decor()
                pass
            elif token in [46]:
                self.state = 203
                self.group()
                pass
            elif token in [18, 21, 40]:
                self.state = 204
                self.fence()
                pass
            elif token in [38]:
                self.state = 205
                self.env()
                pass
            else:
                raise NoViableAltException(self)

            self.state = 211
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while (((_la) & ~0x3f) == 0 and ((1 << _la) & 35747330632187904) != 0):
                self.state = 208
                self.script()
                self.state = 213
                self._errHandler.sync(self)
                _la = self._input.LA(1)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class ScriptContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def arg(self):
            return self.getTypedRuleContext(MathLintParser.ArgContext,0)


        def SUP(self):
            return self.getToken(MathLintParser.SUP, 0)

        def SUB(self):
            return self.getToken(MathLintParser.SUB, 0)

        def SUP1(self):
            return self.getToken(MathLintParser.SUP1, 0)

        def SUB1(self):
            return self.getToken(MathLintParser.SUB1, 0)

        def SUPS(self):
            return self.getToken(MathLintParser.SUPS, 0)

        def SUBS(self):
            return self.getToken(MathLintParser.SUBS, 0)

        def PRIME(self):
            return self.getToken(MathLintParser.PRIME, 0)

        def BANG(self):
            return self.getToken(MathLintParser.BANG, 0)

        def getRuleIndex(self):
            return MathLintParser.RULE_script




    def script(self):

        localctx = MathLintParser.ScriptContext(self, self._ctx, self.state)
        self.enterRule(localctx, 26, self.RULE_script)
        self._la = 0 # Token type
        try:
            self.state = 222
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [52, 53]:
                self.enterOuterAlt(localctx, 1)
                self.state = 214
                _la = self._input.LA(1)
                if not(_la==52 or _la==53):
                    self._errHandler.recoverInline(self)
                else:
                    self._errHandler.reportMatch(self)
                    self.consume()
                self.state = 215
                self.arg()
                pass
            elif token in [48]:
                self.enterOuterAlt(localctx, 2)
                self.state = 216
                self.match(MathLintParser.SUP1)
                pass
            elif token in [49]:
                self.enterOuterAlt(localctx, 3)
                self.state = 217
                self.match(MathLintParser.SUB1)
                pass
            elif token in [50]:
                self.enterOuterAlt(localctx, 4)
                self.state = 218
                self.match(MathLintParser.SUPS)
                pass
            elif token in [51]:
                self.enterOuterAlt(localctx, 5)
                self.state = 219
                self.match(MathLintParser.SUBS)
                pass
            elif token in [54]:
                self.enterOuterAlt(localctx, 6)
                self.state = 220
                self.match(MathLintParser.PRIME)
                pass
            elif token in [33]:
                self.enterOuterAlt(localctx, 7)
                self.state = 221
                self.match(MathLintParser.BANG)
                pass
            else:
                raise NoViableAltException(self)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class FracContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def FRAC(self):
            return self.getToken(MathLintParser.FRAC, 0)

        def arg(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ArgContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ArgContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_frac




    def frac(self):

        localctx = MathLintParser.FracContext(self, self._ctx, self.state)
        self.enterRule(localctx, 28, self.RULE_frac)
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 224
            self.match(MathLintParser.FRAC)
            self.state = 225
            self.arg()
            self.state = 226
            self.arg()
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class SqrtContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def SQRT(self):
            return self.getToken(MathLintParser.SQRT, 0)

        def arg(self):
            return self.getTypedRuleContext(MathLintParser.ArgContext,0)


        def fence(self):
            return self.getTypedRuleContext(MathLintParser.FenceContext,0)


        def index(self):
            return self.getTypedRuleContext(MathLintParser.IndexContext,0)


        def getRuleIndex(self):
            return MathLintParser.RULE_sqrt




    def sqrt(self):

        localctx = MathLintParser.SqrtContext(self, self._ctx, self.state)
        self.enterRule(localctx, 30, self.RULE_sqrt)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 228
            self.match(MathLintParser.SQRT)
            self.state = 230
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            if _la==24:
                self.state = 229
                self.index()


            self.state = 234
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [5, 7, 10, 12, 26, 27, 28, 29, 30, 31, 33, 34, 38, 44, 46, 54, 55, 56]:
                self.state = 232
                self.arg()
                pass
            elif token in [18, 21, 40]:
                self.state = 233
                self.fence()
                pass
            else:
                raise NoViableAltException(self)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class IndexContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def INDEXOPEN(self):
            return self.getToken(MathLintParser.INDEXOPEN, 0)

        def seq(self):
            return self.getTypedRuleContext(MathLintParser.SeqContext,0)


        def INDEXCLOSE(self):
            return self.getToken(MathLintParser.INDEXCLOSE, 0)

        def getRuleIndex(self):
            return MathLintParser.RULE_index




    def index(self):

        localctx = MathLintParser.IndexContext(self, self._ctx, self.state)
        self.enterRule(localctx, 32, self.RULE_index)
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 236
            self.match(MathLintParser.INDEXOPEN)
            self.state = 237
            self.seq()
            self.state = 238
            self.match(MathLintParser.INDEXCLOSE)
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class StackContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def STACK(self):
            return self.getToken(MathLintParser.STACK, 0)

        def arg(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.ArgContext)
            else:
                return self.getTypedRuleContext(MathLintParser.ArgContext,i)


        def getRuleIndex(self):
            return MathLintParser.RULE_stack




    def stack(self):

        localctx = MathLintParser.StackContext(self, self._ctx, self.state)
        self.enterRule(localctx, 34, self.RULE_stack)
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 240
            self.match(MathLintParser.STACK)
            self.state = 241
            self.arg()
            self.state = 242
            self.arg()
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class DecorContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def DECOR(self):
            return self.getToken(MathLintParser.DECOR, 0)

        def arg(self):
            return self.getTypedRuleContext(MathLintParser.ArgContext,0)


        def getRuleIndex(self):
            return MathLintParser.RULE_decor




    def decor(self):

        localctx = MathLintParser.DecorContext(self, self._ctx, self.state)
        self.enterRule(localctx, 36, self.RULE_decor)
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 244
            self.match(MathLintParser.DECOR)
            self.state = 245
            self.arg()
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class GroupContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def LBRACE(self):
            return self.getToken(MathLintParser.LBRACE, 0)

        def seq(self):
            return self.getTypedRuleContext(MathLintParser.SeqContext,0)


        def RBRACE(self):
            return self.getToken(MathLintParser.RBRACE, 0)

        def getRuleIndex(self):
            return MathLintParser.RULE_group




    def group(self):

        localctx = MathLintParser.GroupContext(self, self._ctx, self.state)
        self.enterRule(localctx, 38, self.RULE_group)
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 247
            self.match(MathLintParser.LBRACE)
            self.state = 248
            self.seq()
            self.state = 249
            self.match(MathLintParser.RBRACE)
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class FenceContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def OPEN(self):
            return self.getToken(MathLintParser.OPEN, 0)

        def seq(self):
            return self.getTypedRuleContext(MathLintParser.SeqContext,0)


        def CLOSE(self):
            return self.getToken(MathLintParser.CLOSE, 0)

        def LBAR(self):
            return self.getToken(MathLintParser.LBAR, 0)

        def RBAR(self):
            return self.getToken(MathLintParser.RBAR, 0)

        def LEFT(self):
            return self.getToken(MathLintParser.LEFT, 0)

        def RIGHT(self):
            return self.getToken(MathLintParser.RIGHT, 0)

        def getRuleIndex(self):
            return MathLintParser.RULE_fence




    def fence(self):

        localctx = MathLintParser.FenceContext(self, self._ctx, self.state)
        self.enterRule(localctx, 40, self.RULE_fence)
        try:
            self.state = 263
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [18]:
                self.enterOuterAlt(localctx, 1)
                self.state = 251
                self.match(MathLintParser.OPEN)
                self.state = 252
                self.seq()
                self.state = 253
                self.match(MathLintParser.CLOSE)
                pass
            elif token in [21]:
                self.enterOuterAlt(localctx, 2)
                self.state = 255
                self.match(MathLintParser.LBAR)
                self.state = 256
                self.seq()
                self.state = 257
                self.match(MathLintParser.RBAR)
                pass
            elif token in [40]:
                self.enterOuterAlt(localctx, 3)
                self.state = 259
                self.match(MathLintParser.LEFT)
                self.state = 260
                self.seq()
                self.state = 261
                self.match(MathLintParser.RIGHT)
                pass
            else:
                raise NoViableAltException(self)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class EnvContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def BEGIN(self):
            return self.getToken(MathLintParser.BEGIN, 0)

        def row(self, i:int=None):
            if i is None:
                return self.getTypedRuleContexts(MathLintParser.RowContext)
            else:
                return self.getTypedRuleContext(MathLintParser.RowContext,i)


        def END(self):
            return self.getToken(MathLintParser.END, 0)

        def ROW(self, i:int=None):
            if i is None:
                return self.getTokens(MathLintParser.ROW)
            else:
                return self.getToken(MathLintParser.ROW, i)

        def getRuleIndex(self):
            return MathLintParser.RULE_env




    def env(self):

        localctx = MathLintParser.EnvContext(self, self._ctx, self.state)
        self.enterRule(localctx, 42, self.RULE_env)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 265
            self.match(MathLintParser.BEGIN)
            self.state = 266
            self.row()
            self.state = 271
            self._errHandler.sync(self)
            _la = self._input.LA(1)
            while _la==37:
                self.state = 267
                self.match(MathLintParser.ROW)
                self.state = 268
                self.row()
                self.state = 273
                self._errHandler.sync(self)
                _la = self._input.LA(1)

            self.state = 274
            self.match(MathLintParser.END)
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class ArgContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def group(self):
            return self.getTypedRuleContext(MathLintParser.GroupContext,0)


        def token(self):
            return self.getTypedRuleContext(MathLintParser.TokenContext,0)


        def frac(self):
            return self.getTypedRuleContext(MathLintParser.FracContext,0)


        def sqrt(self):
            return self.getTypedRuleContext(MathLintParser.SqrtContext,0)


        def stack(self):
            return self.getTypedRuleContext(MathLintParser.StackContext,0)


        def decor(self):
            return self.getTypedRuleContext(MathLintParser.DecorContext,0)


        def env(self):
            return self.getTypedRuleContext(MathLintParser.EnvContext,0)


        def getRuleIndex(self):
            return MathLintParser.RULE_arg




    def arg(self):

        localctx = MathLintParser.ArgContext(self, self._ctx, self.state)
        self.enterRule(localctx, 44, self.RULE_arg)
        try:
            self.state = 283
            self._errHandler.sync(self)
            token = self._input.LA(1)
            if token in [46]:
                self.enterOuterAlt(localctx, 1)
                self.state = 276
                self.group()
                pass
            elif token in [5, 7, 10, 12, 30, 31, 33, 34, 44, 54, 55, 56]:
                self.enterOuterAlt(localctx, 2)
                self.state = 277
                self.token()
                pass
            elif token in [26]:
                self.enterOuterAlt(localctx, 3)
                self.state = 278
                self.frac()
                pass
            elif token in [27]:
                self.enterOuterAlt(localctx, 4)
                self.state = 279
                self.sqrt()
                pass
            elif token in [28]:
                self.enterOuterAlt(localctx, 5)
                self.state = 280
                self.stack()
                pass
            elif token in [29]:
                self.enterOuterAlt(localctx, 6)
                self.state = 281
                self.decor()
                pass
            elif token in [38]:
                self.enterOuterAlt(localctx, 7)
                self.state = 282
                self.env()
                pass
            else:
                raise NoViableAltException(self)

        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx


    class TokenContext(ParserRuleContext):
        __slots__ = 'parser'

        def __init__(self, parser, parent:ParserRuleContext=None, invokingState:int=-1):
            super().__init__(parent, invokingState)
            self.parser = parser

        def LETTER(self):
            return self.getToken(MathLintParser.LETTER, 0)

        def NUMBER(self):
            return self.getToken(MathLintParser.NUMBER, 0)

        def COMMAND(self):
            return self.getToken(MathLintParser.COMMAND, 0)

        def DOTS(self):
            return self.getToken(MathLintParser.DOTS, 0)

        def WORD(self):
            return self.getToken(MathLintParser.WORD, 0)

        def BIGNAME(self):
            return self.getToken(MathLintParser.BIGNAME, 0)

        def SIGN(self):
            return self.getToken(MathLintParser.SIGN, 0)

        def MULOP(self):
            return self.getToken(MathLintParser.MULOP, 0)

        def PUNCT(self):
            return self.getToken(MathLintParser.PUNCT, 0)

        def PRIME(self):
            return self.getToken(MathLintParser.PRIME, 0)

        def BANG(self):
            return self.getToken(MathLintParser.BANG, 0)

        def TREE(self):
            return self.getToken(MathLintParser.TREE, 0)

        def getRuleIndex(self):
            return MathLintParser.RULE_token




    def token(self):

        localctx = MathLintParser.TokenContext(self, self._ctx, self.state)
        self.enterRule(localctx, 46, self.RULE_token)
        self._la = 0 # Token type
        try:
            self.enterOuterAlt(localctx, 1)
            self.state = 285
            _la = self._input.LA(1)
            if not((((_la) & ~0x3f) == 0 and ((1 << _la) & 126118410743452832) != 0)):
                self._errHandler.recoverInline(self)
            else:
                self._errHandler.reportMatch(self)
                self.consume()
        except RecognitionException as re:
            localctx.exception = re
            self._errHandler.reportError(self, re)
            self._errHandler.recover(self, re)
        finally:
            self.exitRule()
        return localctx





