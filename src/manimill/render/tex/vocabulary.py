"""What is known to change nothing outside the group it stands in.

A command belongs here if, whatever its arguments, no later expression of the same run looks different for it,
and if it reads no further than its own arguments. So there is nothing here that defines, assigns for good,
counts, numbers, refers, reads or writes files, talks to the driver, ends a page, or takes a bare number or
length. A name that is missing costs a run of its own, nothing else; a wrong one spoils somebody's picture.
"""

from __future__ import annotations

_GREEK = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu
    xi omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta
    Lambda Xi Pi Sigma Upsilon Phi Psi Omega digamma varGamma varDelta varTheta varLambda varXi varPi
    varSigma varUpsilon varPhi varPsi varOmega
"""

_ACCENTS = """
    acute bar breve check ddot dot grave hat mathring tilde vec widehat widetilde overbrace underbrace
    overleftarrow overrightarrow overline underline dddot ddddot overleftrightarrow underleftarrow
    underrightarrow underleftrightarrow
"""

_SYMBOLS = """
    aleph amalg angle approx approxeq Arrowvert arrowvert ast asymp backepsilon backprime backsim
    backsimeq backslash barwedge Bbbk because beth between bigcap bigcirc bigcup bigodot bigoplus
    bigotimes bigsqcup bigstar bigtriangledown bigtriangleup biguplus bigvee bigwedge blacklozenge
    blacksquare blacktriangle blacktriangledown blacktriangleleft blacktriangleright bot bowtie Box
    boxdot boxminus boxplus boxtimes bracevert bullet Bumpeq bumpeq Cap cap cdot cdotp cdots centerdot
    checkmark circ circeq circlearrowleft circlearrowright circledast circledcirc circleddash circledR
    circledS clubsuit colon complement cong coprod copyright Cup cup curlyeqprec curlyeqsucc curlyvee
    curlywedge curvearrowleft curvearrowright dag dagger daleth dasharrow dashleftarrow dashrightarrow
    dashv ddag ddagger ddots diagdown diagup Diamond diamond diamondsuit div divideontimes Doteq doteq
    doteqdot dotplus dots dotsb dotsc dotsi dotsm dotso doublebarwedge doublecap doublecup Downarrow
    downarrow downdownarrows downharpoonleft downharpoonright ell emptyset eqcirc eqsim eqslantgtr
    eqslantless equiv eth exists fallingdotseq Finv flat forall frown Game ge geq geqq geqslant gets gg
    ggg gggtr gimel gnapprox gneq gneqq gnsim gtrapprox gtrdot gtreqless gtreqqless gtrless gtrsim
    gvertneqq hbar heartsuit hookleftarrow hookrightarrow hslash idotsint iff iiiint iiint iint Im imath
    impliedby implies in infty int intercal intop jmath Join land langle lbrace lbrack lceil ldotp ldots
    le leadsto Leftarrow leftarrow leftarrowtail leftharpoondown leftharpoonup leftleftarrows
    Leftrightarrow leftrightarrow leftrightarrows leftrightharpoons leftrightsquigarrow leftthreetimes
    leq leqq leqslant lessapprox lessdot lesseqgtr lesseqqgtr lessgtr lesssim lfloor lgroup lhd ll
    llcorner Lleftarrow lll llless lmoustache lnapprox lneq lneqq lnot lnsim Longleftarrow longleftarrow
    Longleftrightarrow longleftrightarrow longmapsto Longrightarrow longrightarrow looparrowleft
    looparrowright lor lozenge lrcorner Lsh ltimes lVert lvert lvertneqq maltese mapsto mathdollar
    mathellipsis mathparagraph mathsection mathsterling mathunderscore measuredangle mho mid models mp
    multimap nabla natural ncong ne nearrow neg neq nexists ngeq ngeqq ngeqslant ngtr ni nLeftarrow
    nleftarrow nLeftrightarrow nleftrightarrow nleq nleqq nleqslant nless nmid not notin nparallel nprec
    npreceq nRightarrow nrightarrow nshortmid nshortparallel nsim nsubseteq nsubseteqq nsucc nsucceq
    nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nVDash nVdash
    nvDash nvdash nwarrow odot oint ominus oplus oslash otimes owns P parallel partial perp pitchfork pm
    pounds prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim prime prod propto
    rangle rbrace rbrack rceil Re restriction rfloor rgroup rhd Rightarrow rightarrow rightarrowtail
    rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows rightsquigarrow
    rightthreetimes risingdotseq rmoustache Rrightarrow Rsh rtimes rVert rvert S searrow setminus sharp
    shortmid shortparallel sim simeq smallfrown smallint smallsetminus smallsmile smile spadesuit
    sphericalangle sqcap sqcup sqsubset sqsubseteq sqsupset sqsupseteq square star Subset subset
    subseteq subseteqq subsetneq subsetneqq succ succapprox succcurlyeq succeq succnapprox succneqq
    succnsim succsim sum Supset supset supseteq supseteqq supsetneq supsetneqq surd swarrow textdegree
    therefore thickapprox thicksim times to top triangle triangledown triangleleft trianglelefteq
    triangleq triangleright trianglerighteq twoheadleftarrow twoheadrightarrow ulcorner unlhd unrhd
    Uparrow uparrow Updownarrow updownarrow upharpoonleft upharpoonright uplus upuparrows urcorner
    varbigtriangledown varbigtriangleup varnothing varpropto varsubsetneq varsubsetneqq varsupsetneq
    varsupsetneqq vartriangle vartriangleleft vartriangleright Vdash vDash vdash vdots vee veebar Vert
    vert Vvdash wedge wp wr yen
"""

_OPERATORS = """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf
    limsup ln log max min Pr projlim sec sin sinh sup tan tanh varinjlim varprojlim varliminf varlimsup
    bmod mod pmod pod operatorname operatornamewithlimits limits nolimits displaylimits
"""

_STRUCTURE = """
    frac dfrac tfrac cfrac genfrac binom dbinom tbinom over atop choose brace brack sqrt root of uproot
    leftroot left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl
    Biggr Biggm overset underset stackrel substack sideset boxed hline cline multicolumn vline intertext
    nonumber notag xleftarrow xrightarrow xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xmapsto
    xhookleftarrow xhookrightarrow mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr
    mathnormal boldsymbol pmb bm bold Bbb frak mathds mathbbm boldmath unboldmath displaystyle textstyle
    scriptstyle scriptscriptstyle ensuremath mathop mathbin mathrel mathord mathopen mathclose mathpunct
    mathinner cancel bcancel xcancel cancelto coloneqq eqqcolon coloneq vcentcolon dblcolon underbracket
    overbracket prescript shortintertext adjustlimits lparen rparen
"""

_TEXT = """
    text textrm textsf texttt textbf textmd textit textsl textsc textup textnormal emph underline mbox
    makebox fbox framebox parbox hbox centerline leftline rightline raisebox rule strut mathstrut
    textsuperscript textsubscript rm sf tt bf it sl sc em cal rmfamily sffamily ttfamily bfseries
    mdseries itshape slshape scshape upshape normalfont normalsize
    selectfont fontfamily fontseries fontshape fontencoding usefont
    centering raggedright raggedleft noindent indent par newline linebreak nolinebreak
    item LaTeX LaTeXe TeX textbackslash textasciitilde textasciicircum textasciigrave textbar textless
    textgreater textquoteleft textquoteright textquotedblleft textquotedblright textquotedbl
    textquotesingle textendash textemdash textbullet textperiodcentered textellipsis textexclamdown
    textquestiondown textvisiblespace textunderscore textdollar textsection textparagraph textdagger
    textdaggerdbl textregistered texttrademark textcopyright textordfeminine textordmasculine
    textbraceleft textbraceright textsterling texteuro textmu texttimes textdiv textpm textohm symbol ss
    SS ae AE oe OE o O l L aa AA i j c v u H k r d b t lq rq
"""

_SPACE = """
    quad qquad enspace enskip thinspace medspace thickspace negthinspace negmedspace negthickspace space
    nobreakspace hspace vspace smallskip medskip bigskip hfil hfill hss vfil vfill hrulefill dotfill
    null relax allowbreak nobreak leavevmode phantom hphantom vphantom smash rlap llap mathrlap mathllap
    mathclap
"""

_COLOUR = """
    color textcolor normalcolor colorbox fcolorbox
"""

# What the physics package adds.
_PHYSICS = """
    qty pqty bqty vqty Bqty abs norm order eval comm acomm pb vb va vu vdot dotproduct cross
    crossproduct vectorbold vectorarrow vectorunit grad gradient divergence curl laplacian dd
    differential dv derivative pdv partialderivative var variation fdv functionalderivative bra ket
    braket ip innerproduct ketbra dyad op outerproduct expval ev expectationvalue mel matrixel
    matrixelement mqty pmqty Pmqty bmqty vmqty mdet matrixquantity smqty spmqty sbmqty imat xmat zmat
    pmat dmat admat tr Tr trace Trace rank erf Res principalvalue pv PV qq qcomma qc qif qthen qelse
    qotherwise qunless qgiven qusing qassume qsince qlet qfor qall qeven qodd qinteger qand qor qas qin
    sech csch asin acos atan acsc asec acot arcsec arccsc arccot sine cosine tangent exponential
    logarithm naturallogarithm determinant Determinant Probability flatfrac
"""

_ENVIRONMENTS = """
    align* alignat* aligned alignedat flalign* gather* gathered multline* multlined equation* split
    eqnarray* displaymath math array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix
    psmallmatrix bsmallmatrix matrix* pmatrix* bmatrix* Bmatrix* vmatrix* Vmatrix* cases dcases cases*
    dcases* rcases drcases subarray tabular center flushleft flushright itemize enumerate description
    quote quotation verse minipage normalsize
"""

_SIZES = """
    tiny scriptsize footnotesize small large Large LARGE huge Huge fontsize larger smaller
"""

COMMANDS = frozenset(
    (
        _GREEK + _ACCENTS + _SYMBOLS + _OPERATORS + _STRUCTURE + _TEXT + _SPACE + _COLOUR + _PHYSICS + _SIZES
    ).split()
)
r"""Names of commands, without the backslash."""

SYMBOLS = frozenset("\\,;:!> {}|%&#$_()[]-/'`^\"~=.\n")
r"""Commands of one character that is no letter."""

SIZES = frozenset(_SIZES.split())
"""Commands, and environments of the same name, that change the size of type."""

ENVIRONMENTS = frozenset((_ENVIRONMENTS + _SIZES).split()) - {"fontsize"}
"""Environments; none of them numbers anything for the next one to go on from."""

UNGROUPED_COLOUR = frozenset({"color", "normalcolor"})
"""Commands that hold until the group they stand in ends."""

_NO_OPTIONS: frozenset[str] = frozenset()
_ENGLISH = frozenset({"english", "american", "british", "USenglish", "UKenglish"})
_COLOUR_NAMES = frozenset({"dvipsnames", "svgnames", "x11names", "usenames"})

_PLAIN_PACKAGES = """
    amsmath amssymb amsfonts amsthm mathtools mathrsfs dsfont bbm bm physics cancel relsize textcomp lmodern
    setspace tipa calligra wasysym ragged2e microtype esint gensymb stmaryrd upgreek array latexsym
"""

PACKAGES: dict[str, frozenset[str]] = {
    "babel": _ENGLISH,
    "inputenc": frozenset({"utf8"}),
    "fontenc": frozenset({"T1", "OT1"}),
    "xcolor": _COLOUR_NAMES,
    "color": _COLOUR_NAMES - {"x11names", "svgnames"},
    **dict.fromkeys(_PLAIN_PACKAGES.split(), _NO_OPTIONS),
}
"""Packages, and their options, that leave the meaning of the commands above as harmless as it is."""
