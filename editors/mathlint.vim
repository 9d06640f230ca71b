" Compiler plugin: save as ~/.vim/compiler/mathlint.vim, then `:compiler mathlint` and `:make %`.
if exists('current_compiler')
  finish
endif
let current_compiler = 'mathlint'

CompilerSet makeprg=mathlint\ --output-format\ concise
CompilerSet errorformat=%f:%l:%c:\ %t%*[a-z]:\ %m,%-G%.%#
