;;; mathlint.el --- read mathlint's concise output in compilation-mode  -*- lexical-binding: t -*-

;; (load "mathlint.el"), then M-x compile RET mathlint --output-format concise notes/ RET

(require 'compile)

(add-to-list 'compilation-error-regexp-alist-alist
             '(mathlint
               "^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(info\\)\\): ML[0-9]+ "
               1 2 3 (4 . 5)))
(add-to-list 'compilation-error-regexp-alist 'mathlint)

(provide 'mathlint)
;;; mathlint.el ends here
