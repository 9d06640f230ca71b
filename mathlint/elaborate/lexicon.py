"""What words mean for the names they are said of: traits, classes of things, values known by a word, and inert words.

Every word is lower case and singular; `singular` brings a word of the page to that form. A phrase is words with one space.
"""

from __future__ import annotations

import re

from mathlint.expr.obligation import Trait

_T = Trait

TRAITS: dict[str, frozenset[Trait]] = {
    "symmetric": frozenset({_T.SYMMETRIC}),
    "real symmetric": frozenset({_T.SYMMETRIC}),
    "self-adjoint": frozenset({_T.SYMMETRIC}),
    "positive definite": frozenset({_T.SYMMETRIC, _T.POSITIVE_DEFINITE}),
    "positive semidefinite": frozenset({_T.SYMMETRIC, _T.POSITIVE_DEFINITE}),
    "spd": frozenset({_T.SYMMETRIC, _T.POSITIVE_DEFINITE}),
    "psd": frozenset({_T.SYMMETRIC, _T.POSITIVE_DEFINITE}),
    "skew symmetric": frozenset({_T.SKEW}),
    "skew": frozenset({_T.SKEW}),
    "antisymmetric": frozenset({_T.SKEW}),
    "diagonal": frozenset({_T.DIAGONAL}),
    "orthogonal": frozenset({_T.ORTHOGONAL}),
    "orthonormal": frozenset({_T.ORTHOGONAL}),
    "unitary": frozenset({_T.ORTHOGONAL, _T.COMPLEX}),
    "hermitian": frozenset({_T.SYMMETRIC, _T.COMPLEX}),
    "invertible": frozenset({_T.INVERTIBLE}),
    "nonsingular": frozenset({_T.INVERTIBLE}),
    "full rank": frozenset(),
    "full row rank": frozenset(),
    "full column rank": frozenset(),
    "unit": frozenset({_T.UNIT}),
    "unit norm": frozenset({_T.UNIT}),
    "unit length": frozenset({_T.UNIT}),
    "positive": frozenset({_T.POSITIVE}),
    "strictly positive": frozenset({_T.POSITIVE}),
    "nonnegative": frozenset({_T.NONNEGATIVE}),
    "nonzero": frozenset({_T.NONZERO}),
    "integer": frozenset({_T.INTEGER}),
    "even": frozenset({_T.INTEGER, _T.EVEN}),
    "odd": frozenset({_T.INTEGER, _T.ODD}),
    "complex": frozenset({_T.COMPLEX}),
    "complex valued": frozenset({_T.COMPLEX}),
}
"""Adjectives that a sampler can honour. Semidefinite narrows to definite: the matrices it leaves out are a limit of those.
Full rank asks nothing: every matrix drawn at random has it."""

MATRIX_TRAITS = frozenset(
    {_T.SYMMETRIC, _T.POSITIVE_DEFINITE, _T.SKEW, _T.DIAGONAL, _T.ORTHOGONAL, _T.INVERTIBLE}
)  # fmt: skip
OPEN_TRAITS = frozenset({_T.POSITIVE, _T.NONNEGATIVE, _T.NONZERO, _T.INVERTIBLE, _T.COMPLEX})
"""Traits that leave out no open set of values, or none that an identity would miss: harmless when said of a compound term."""

GROUPING = frozenset(
    {"independent", "mutually independent", "pairwise independent", "iid", "statistically independent"}
)
"""Adjectives that make the names they are said of independent of each other."""


def _table(**classes: str) -> dict[str, str]:
    return {
        word.strip(): label
        for label, words in classes.items()
        for word in words.replace("\n", " ").split(",")
        if word.strip()
    }


NOUNS: dict[str, str] = _table(
    scalar="scalar, number, real, real number, scalar value, real value, scalar variable, rational number, rational",
    integer="integer, natural, prime, count, exponent, dimension, dimensionality, degree of freedom",
    vector="vector, column vector, row vector, feature vector, point, input vector, output vector, weight vector, parameter vector, "
    "column, row, direction, data point, datapoint, random vector, vector space element, residual vector, bias vector",
    matrix="matrix, covariance matrix, design matrix, weight matrix, data matrix, square matrix, random matrix, precision matrix, "
    "kernel matrix, gram matrix, parameter matrix, coefficient matrix, linear operator, linear transformation, linear map",
    function="function, map, mapping, transformation, functional, real-valued function, polynomial, activation function, loss function, "
    "cost function, objective function, kernel, link function, hypothesis function, nonlinearity, transfer function",
    set="set, subset, space, sample space, collection, vector space, subspace, interval, region, domain, partition, graph, tree, field, "
    "group, sigma-algebra, universe, family, alphabet, vocabulary, training set, dataset, data set, index set, neighborhood, neighbourhood",
    event="event, outcome, proposition",
    random="random variable, continuous random variable, discrete random variable, stochastic variable, random process, rv",
    constant="constant, real constant, scaling constant, arbitrary constant, scalar constant, scale factor",
    index="index, subscript, counter, iterator, iteration, step index, time step, timestep",
    distribution="distribution, probability distribution, measure, probability measure, law, prior, posterior, prior distribution, "
    "posterior distribution, joint distribution, marginal distribution, conditional distribution, joint probability distribution",
    tensor="tensor",
    operator="operator, functor",
)
"""Head nouns and compound nouns → the class of what they name."""

PROBABILITY_NOUNS = frozenset({"probability", "success probability", "prior probability", "chance"})
"""A number strictly between 0 and 1, unless the formula is itself an expression of probability."""

NAMED = frozenset(
    {
        "mean", "expected value", "expectation", "sample mean", "empirical mean", "average", "arithmetic mean", "population mean",
        "variance", "sample variance", "covariance", "sample covariance", "standard deviation", "correlation", "correlation coefficient",
        "median", "mode", "transpose", "inverse", "pseudoinverse", "pseudo-inverse", "adjoint", "conjugate", "complex conjugate",
        "gradient", "derivative", "partial derivative", "hessian", "hessian matrix", "jacobian", "jacobian matrix", "determinant", "trace",
        "norm", "euclidean norm", "absolute value", "magnitude", "identity", "identity matrix", "zero matrix", "zero vector",
        "unit matrix", "density", "probability density function", "probability density", "pdf", "pmf", "probability mass function",
        "density function", "cumulative distribution function", "cdf", "sigmoid", "sigmoid function", "logistic function",
        "logistic sigmoid", "softmax", "softmax function", "relu", "indicator", "indicator function", "dirac delta", "kronecker delta",
        "delta function", "entropy", "cross entropy", "kl divergence", "likelihood", "likelihood function", "log-likelihood",
        "eigenvalue", "eigenvector", "singular value", "singular vector", "rank", "complement", "union", "intersection", "cardinality",
        "product", "difference", "quotient", "ratio", "sum", "reciprocal", "square", "square root", "logarithm", "natural logarithm",
        "imaginary unit", "gamma function", "beta function", "digamma function", "zeta function", "riemann zeta function",
        "error function", "normal distribution function", "factorial", "binomial coefficient", "hadamard product", "dot product",
        "inner product", "cross product", "outer product", "convolution", "fourier transform", "empty set", "golden ratio",
        "moment-generating function", "moment generating function", "characteristic function", "score function", "fisher information",
        "standard normal cdf", "standard basis vector", "basis vector", "normal vector", "maximum", "minimum",
        "supremum", "infimum", "argmax", "argmin", "root", "solution", "minimizer", "maximizer", "optimum", "fixed point", "mle",
        "maximum likelihood estimate", "maximum likelihood estimator", "normalizing constant", "normalization constant",
        "normalizer", "partition function", "proportion", "sample standard deviation", "arithmetic average", "weighted average",
        "weighted sum", "linear combination", "antiderivative", "integral", "limit", "laplacian", "divergence", "curl", "projection",
        "spectral radius", "condition number", "covariance function", "autocorrelation", "orthogonal complement",
        "conjugate transpose", "hermitian transpose", "hermitian conjugate", "hermitian adjoint", "null space", "column space", "remainder", "step function", "heaviside step function",
    }
)  # fmt: skip
"""Nouns that fix a value by themselves or with "of …". A name described so has a value even where the page writes none."""

CONJUGATES = frozenset(
    {
        "transpose", "adjoint", "conjugate", "complex conjugate", "conjugate transpose", "hermitian transpose", "hermitian conjugate",
        "hermitian adjoint",
    }
)  # fmt: skip
"""What a bar, a star, a dagger or a T stands for without being told."""

PARAMETERS = frozenset(
    {
        "mean",
        "variance",
        "standard deviation",
        "covariance",
        "covariance matrix",
        "expectation",
        "expected value",
        "mode",
    }
)
"""Named values that are only parameters where a law is described: "with mean ⟦m⟧ and variance ⟦v⟧"."""

BINDING = frozenset(
    """
    sum sums summing summed normalised normalized normalise normalize normalizes one-hot constant only exactly complement zero ones unity
    convex concave monotone monotonic monotonically increasing decreasing nondecreasing idempotent projection permutation triangular
    stochastic rotation reflection harmonic periodic bounded homogeneous additive multiplicative lipschitz sorted ordered distinct disjoint
    exclusive exhaustive uncorrelated unbiased biased stationary equal equals equally same identical identically twice thrice half double
    reciprocal centred centered standardised standardized whitened binary boolean bernoulli binomial gaussian normal normally uniform
    uniformly poisson exponential exponentially geometric gamma beta cauchy dirichlet categorical multinomial chi-squared
    maximum minimum maximal minimal optimal minimises minimizes maximises maximizes minimizing maximizing
    eigenvector eigenvectors eigenvalue eigenvalues proportional orthonormal orthogonal symmetric singular nilpotent involutory
    unitary hermitian circulant toeplitz vandermonde negative strictly nonpositive coprime prime collinear parallel perpendicular conditionally
    markov martingale brownian wiener commute commutes commuting vanish vanishes independent independently dependent iid
    cancel satisfies satisfying solves solving respectively except unless iff differs difference ratio product inverse whichever
    multiple divisible fraction degenerate linear affine quadratic bilinear linearly nonlinear rank deterministic truncated
    conjugate balanced unimodular doubly row-stochastic antipodal even odd integer positive nonnegative nonzero
    """.split()
)
"""Words with a consequence for values. In a place where they are not understood they make the sentence unread."""

LOOSE = frozenset("linear affine nonlinear optimal minimal maximal minimum maximum additive dependent".split())
"""Words of consequence that say little before an inert noun: "the linear model ⟦m⟧", "the optimal weight ⟦w⟧"."""
LAWS = frozenset(
    "bernoulli binomial gaussian normal normally uniform uniformly poisson exponential exponentially geometric gamma beta cauchy dirichlet"
    " categorical multinomial chi-squared student".split()
)
"""Names of distributions: understood where a formula says the same with `∼`."""
STRUCTURE = frozenset(
    "row column entry element component diagonal eigenvalue eigenvector determinant support coordinate term".split()
)
"""Parts of a thing: what is said of all of them is said of the thing."""
CLASS_NOUNS = frozenset(
    "class label example sample pair case instance image document word feedback correlation direction charge outcome test review effect".split()
)
"""Nouns before which "positive" is a mere name: "a positive example ⟦x⟧"."""
SAMPLED = frozenset(
    "drawn sampled generated distributed taken chosen assumed restricted constrained normalized scaled".split()
)
"""Participles after which a word of consequence counts: "drawn from a normal distribution"."""

INERT_ADJECTIVES = frozenset(
    """
    real finite arbitrary given fixed some continuous differentiable smooth square scalar certain particular general generic single
    small large new old known unknown simple free different various multiple many two three several first second third last next
    previous current initial final following corresponding respective usual standard main same other another such any each every all
    both whole entire full necessary appropriate suitable associated underlying usual observed unobserved hidden latent estimated
    predicted true actual original common dimensional n-dimensional d-dimensional high-dimensional one-dimensional two-dimensional
    measurable integrable well-defined valid here usually typically generally simply just also now then again always often still
    called really basically essentially defined common column row input output real-valued vector-valued infinitely twice-differentiable
    """.split()
)

INERT_NOUNS = frozenset(
    """
    weight cost loss model feature dataset data input output parameter hypothesis layer coefficient time length target label class
    learning-rate rate step size error term unit neuron node edge state action reward policy agent value quantity variable unknown
    bias intercept slope threshold score logit activation signal image pixel token word document topic sequence sample example
    observation measurement response predictor regressor covariate estimate estimator prediction hyperparameter regularizer
    regularization penalty strength factor level depth width height area volume mass force velocity speed acceleration position
    displacement distance angle radius temperature pressure energy power work charge current voltage resistance frequency period
    amplitude wavelength phase density price income budget quantity rating user item element entry component member object thing
    name symbol letter notation argument operation method algorithm procedure approach problem example case experiment trial group
    cluster center centroid mean-field channel filter stride batch epoch iteration round turn vertex vertice neighbor parent child
    leaf query key key-value content feature-map embedding encoding representation code message memory cell gate head context window
    population individual year day month hour second amount number part portion order type kind form shape size rank-order hidden
    information evidence noise disturbance shock residual-term effect treatment outcome-variable lag trend season figure table
    specification setting configuration environment world system process mechanism gravity altitude orbit body satellite earth sun
    planet node-set capacity stock flow demand supply likelihood-term candidate proposal chain walk path route cost-function objective
    tolerance precision accuracy recall margin confidence significance statistic test power effect-size hyperplane boundary decision
    """.split()
)
"""Nouns that add nothing an engine could miss."""

DETERMINERS = frozenset(
    "a an the some any our its their this that these those his her each every all no two three four both another".split()
)
NEGATIONS = frozenset(
    "not no never neither nor without cannot non isn't aren't can't doesn't don't won't isn’t aren’t doesn’t don’t".split()
)
COPULAS = frozenset(
    "is are be was were being been denotes denote represents represent stands stand indicates indicate".split()
)
ADVERBS = frozenset(
    """
    both all each then here also thus usually typically now simply just therefore again always often still further furthermore
    only-now hence respectively clearly obviously indeed commonly generally itself themselves already together usually merely in
    """.split()
) - {"in", "respectively"}  # fmt: skip
PREPOSITIONS = frozenset(
    """
    of in for with wrt according on at to from by under over between into through about across as per within among after before during against like
    via upon around along without onto off than
    """.split()
)
BREAKS = frozenset(
    "that which who where whose when while if because since so but then we you i it they there such iff unless whenever whereas".split()
)
"""Words that end a noun phrase and the complement of a copula."""
INERT_PARTICIPLES = frozenset(
    """
    called known referred used shown computed calculated obtained estimated updated chosen selected applied added removed needed passed
    fed stored connected considered seen drawn trained learned evaluated written expressed found described discussed introduced illustrated
    plotted derived performed repeated related viewed treated interpreted multiplied divided subtracted initialized initialised assigned
    observed measured given-below displayed represented mapped sent read included returned combined compared propagated transformed
    denoted named generated replaced determined made done taken associated required available easy hard difficult important useful
    common likely possible impossible small large high low big close similar different sufficient good bad better best simple complex-looking
    well clear obvious straightforward interesting true false here there below above unknown known fixed free arbitrary real continuous
    differentiable smooth finite infinite irrelevant intractable tractable helpful interested able expensive cheap fast slow
    """.split()
)

_IRREGULAR = {
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "indexes": "index", "variables": "variable", "hypotheses": "hypothesis",
    "classes": "class", "biases": "bias", "losses": "loss", "masses": "mass", "bias": "bias", "class": "class", "loss": "loss",
    "mass": "mass", "axis": "axis", "axes": "axis", "basis": "basis", "bases": "basis", "means": "mean", "series": "series",
    "minima": "minimum", "maxima": "maximum", "analysis": "analysis", "radius": "radius", "calculus": "calculus", "process": "process",
    "jacobians": "jacobian", "minus": "minus", "plus": "plus", "modulus": "modulus", "bus": "bus", "gas": "gas", "is": "is", "this": "this",
    "hypothesis": "hypothesis", "processes": "process", "axioms": "axiom", "pdfs": "pdf", "stimulus": "stimulus", "status": "status",
    "previous": "previous", "various": "various", "continuous": "continuous", "thus": "thus", "its": "its", "as": "as", "mus": "mu",
    "homogeneous": "homogeneous", "address": "address", "progress": "progress", "success": "success", "less": "less", "across": "across",
    "focus": "focus", "gauss": "gauss", "bayes": "bayes", "stress": "stress", "thickness": "thickness", "always": "always",
}  # fmt: skip


def singular(word: str) -> str:
    """ "matrices" → "matrix", "vectors" → "vector"; a word that is no plural stays as it is."""
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


_SPELLING = (
    (re.compile(r"\bi\.?\s?i\.?\s?d\b\.?", re.IGNORECASE), "iid"),
    (re.compile(r"\b(non|semi)[- ](?=\w)", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(positive|negative|skew|full|unit|complex|real)-(?=\w)", re.IGNORECASE), r"\1 "),
    (re.compile(r"\bnormalis", re.IGNORECASE), "normaliz"),
    (re.compile(r"\bone hot\b", re.IGNORECASE), "one-hot"),
    (re.compile(r"\bw\.r\.t\b\.?", re.IGNORECASE), "wrt"),
    (re.compile(r"\bdata set", re.IGNORECASE), "dataset"),
    (re.compile(r"\blearning rate", re.IGNORECASE), "learning-rate"),
)


def spelled(text: str) -> str:
    """The text with variant spellings made one: "semi-definite", "i. i. d.", "non-zero"."""
    for pattern, replacement in _SPELLING:
        text = pattern.sub(replacement, text)
    return text
