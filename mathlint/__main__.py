"""`python -m mathlint`."""

from mathlint.cli import main

if __name__ == "__main__":
    main(prog_name="mathlint")
