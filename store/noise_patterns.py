"""What news pages print around a story, as patterns of whole lines.

Every pattern has to match all of a line, in any case, with nukta left out and chandrabindu written
as anusvara. What a sentence of a story could look like does not belong here: a pattern that allows
a stop (। . ? !) must open with words that no story sentence opens with.
"""

from __future__ import annotations

from typing import Final

_WORD: Final = r"[\w\u0900-\u0963\u0970-\u097f.&'’-]+"
_NO_STOP: Final = r"[^।॥.?!]"
_COLON: Final = r"(?: ?[:：|–—]+ ?| -+ )"
_CAPITALISED: Final = r"(?-i:[A-Z])[\w.'’-]*"
_HINDI_END: Final = r"(?![\u0900-\u0963])"

FURNITURE: Final = (
    # advertisements
    r"(?:story continues below )?(?:this )?advert(?:is|iz)e?ments?|ads?(?: by .{1,30})?",
    r"(?:sponsored|promoted)(?: content| links?)?|विज्ञापन|प्रायोजित(?: सामग्री)?",
    # buttons and menus
    rf"new update|updates?|follow(?: us)?(?: on{_NO_STOP}{{1,60}})?|subscribe(?: now)?",
    rf"share(?: (?:this|via|on){_NO_STOP}{{0,40}})?|comments?(?: ?\(?\d+\)?)?|print|e-?mail|save",
    r"(?:read|load|view|show|see) (?:more|less|all|full (?:story|article))|copy link|a[+-]|aa",
    r"listen(?: to)?(?: this)?(?: (?:article|story))?|add as a? ?preferred source.{0,30}",
    r"(?:next|previous|prev)(?: (?:article|story|post|news))?",
    r"(?:most|also) (?:read|viewed|popular)",
    r"top (?:stories|news|headlines)|latest(?: news| stories)?|trending(?: now| news| topics)?",
    r"you (?:may|might) (?:also )?like|recommended(?: for you| stories)?|popular(?: posts)?",
    r"related (?:news|stories|articles|posts|topics)|leave a (?:reply|comment)|back to top",
    r"live tv|\d+ ?-?min(?:ute)?s?(?: read)?|web stories|photo gallery",
    r"(?:और|ज्यादा|आगे|पूरा|पूरी खबर|विस्तार से) पढ़ें|(?:शेयर|साझा|फॉलो|टिप्पणी|लाइक) करें|हमें फॉलो करें",
    r"शेयर|टिप्पणी|टिप्पणियां|प्रतिक्रिया दें|(?:अगली|पिछली|ताजा|बड़ी) खबरें?|संबंधित (?:खबरें|समाचार|लेख)",
    r"लोकप्रिय|ट्रेंडिंग|वेब स्टोरीज?|होम|\d+ मिनट में पढ़ें|सुनें",
    r"(?:home|होम|hindi news|हिंदी न्यूज|हिन्दी न्यूज|news|न्यूज) ?(?:[/>»|›][^/>»|›]{1,60})+",
    # the site's own channels and apps
    rf"(?:{_WORD} ){{1,4}}(?:at|on|in) google news|(?:{_WORD} ){{0,4}}गूगल न्यूज(?: पर)?",
    rf"{_NO_STOP}{{0,50}}\b(?:android|ios|iphone|mobile|google play)\b{_NO_STOP}{{0,20}}"
    r"\bdownload\b.{0,20}",
    rf"{_NO_STOP}{{0,50}}(?:एंड्रॉयड|एंड्रायड|आईओएस|मोबाइल|न्यूज) (?:ऐप|एप) डाउनलोड(?: करें)?[।.!]?",
    rf"download (?:the|our|now){_NO_STOP}{{0,60}}\bapp\b.{{0,40}}",
    r"(?:follow (?:us|our|the|all|for|on|@)|join (?:us|our|the|now)|subscribe (?:to|now|for)"
    r"|click (?:here|on)|get (?:the|all|latest|more|breaking|live|instant|daily)"
    r"|read (?:all|more|the latest)|stay (?:tuned|updated|connected|informed|ahead)"
    r"|for (?:more|all|the latest) (?:news|updates|stories))"
    r"(?!.*\b(?:said|says|was|were|had)\b).{0,160}\b(?:google news|whats ?app|telegram|newsletters?"
    r"|facebook|twitter|instagram|youtube|app|channel|here)\b.{0,80}",
    r"(?=.*(?:न्यूज|व्हाट्स|वॉट्स|टेलीग्राम|फेसबुक|ट्विटर|इंस्टाग्राम|यूट्यूब|[एऐ]प(?![\u0900-\u0963])|चैनल|पेज"
    r"|वेबसाइट|क्लिक|google|whats ?app|telegram|facebook|twitter|instagram|youtube|\bapp\b|channel))"
    r"(?:हमारे|हमें|हमसे|ताजा|देश[ -]?(?:दुनिया|विदेश)|लेटेस्ट|अधिक (?:खबर|अपडेट|समाचार)|ऐसी ही|ऐसी और"
    r"|यहां क्लिक|खबरों|व्हाट्स ?[एऐ]प|गूगल|ब्रेकिंग|हिंदी न्यूज).{0,200}"
    r"(?:(?:फॉलो|लाइक|सब्सक्राइब|डाउनलोड|क्लिक|join|follow|subscribe|download|ज्वाइन|जॉइन) ?करें"
    r"|जुड़ें|जुड़े रहें|पढ़ें|पढ़ते रहें)[ ।.!]*",
    rf"(?=.*(?:न्यूज|व्हाट्स|वॉट्स|टेलीग्राम|फेसबुक|ट्विटर|इंस्टाग्राम|यूट्यूब|चैनल|whats ?app|telegram))"
    rf"{_NO_STOP}{{0,120}}(?:हमारे|हमारा|हमारी|हमें|हमसे){_NO_STOP}{{1,80}}"
    r"(?:(?:फॉलो|लाइक|सब्सक्राइब|डाउनलोड|क्लिक|ज्वाइन|जॉइन) ?करें|जुड़ें|जुड़े रहें)[ ।.!]*",
    rf"\(?{_NO_STOP}{{0,60}}[एऐ]प के लिए (?:आप )?यहां क्लिक कर(?:ें| सकते हैं).{{0,250}}",
    rf"{_NO_STOP}{{2,80}}(?:की ओर से|द्वारा) प्रकाशित",
    # links to other stories
    r"(?:यह|ये|इसे|इन्हें) ?भी ?(?:पढ़ें|देखें)(?: ?[:–—|>;,-].{1,200})",
    r"(?:also read|read also|must read|read more|also see|see also|also watch|related)"
    rf"{_COLON}.{{1,200}}",
    # pictures
    r"[\[(]?(?:(?:file|representative|representational|featured?|cover|symbolic) )?"
    r"(?:photos?|photograph|images?|picture|pic|video|videograb|screengrab)"
    rf"(?: ?/? ?(?:credits?|courtesy|source|grab))?"
    rf"(?: ?[\])]|{_COLON}.{{1,160}}| (?:by|via) {_NO_STOP}{{2,40}})",
    r"[\[(]?(?:file|representative|representational|symbolic) (?:photo|image|picture)[\])]?",
    r"[\[(]?(?:(?:फाइल|प्रतीकात्मक|सांकेतिक|प्रतिनिधि) )?(?:फोटो|तस्वीर|चित्र|छायाचित्र|वीडियो|इमेज)"
    rf"(?: ?(?:क्रेडिट|साभार|सौजन्य|सोर्स|स्रोत))?(?: ?[\])]|{_COLON}.{{1,160}})",
    r"[\[(]?(?:फाइल|प्रतीकात्मक|सांकेतिक) (?:फोटो|तस्वीर|चित्र|इमेज)[\])]?",
    # people
    r"(?:written|edited|reported|posted|authored|compiled|translated|curated|story|updated) by"
    r" ?[:–-]? ?[^।॥?!]{2,60}",
    rf"by:? {_CAPITALISED}(?: {_CAPITALISED}){{0,4}}(?: ?[,|] ?{_NO_STOP}{{1,60}})?",
    r"(?:लेखक|लेखिका|संपादक|संपादन|रिपोर्टर|अनुवादक|प्रस्तुति) ?[:|] ?[^।॥?!]{2,40}",
    # tags, links, posts from elsewhere
    r"(?:[#@][\w\u0900-\u097f]+[\s,|]*)+|(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+",
    r"(?:tags?|topics?|keywords?|filed under|posted in|categor(?:y|ies)|टैग्?स?|टॉपिक्?स?|श्रेणी)"
    rf"{_COLON}[^।॥?!]{{0,300}}",
    r"[—–-]+ ?.{1,60}\(@\w{1,30}\).{0,40}",
    r"(?:©|copyright\b|\(c\) ?\d{4}|कॉपीराइट).{0,160}",
    r"all rights reserved.{0,40}|सर्वाधिकार सुरक्षित.{0,40}",
    # a disclaimer names itself
    r"[\[(]?(?:डिस्क्लेमर|डिसक्लेमर|अस्वीकरण|disclaimer) ?[:：ः|–—-].+",
)
"""Dropped wherever they stand."""

CREDIT: Final = (
    rf"(?:news )?(?:credits?|sources?|inputs?|courtesy|via|साभार|स्रोत|सोर्स|इनपुट|सौजन्य){_COLON}"
    r"(?P<a>[^।॥?!]{2,60})",
    r"credits? (?:by|to) (?P<b>(?-i:[A-Z\u0900-\u097f])[^।॥?!]{1,40})",
    r"(?:इनपुट|साभार|सौजन्य) ?-+ ?(?P<c>[^।॥?!]{2,60})",
    r"\(? ?(?:with )?(?:agency )?inputs?(?: from (?P<d>[^।॥?!()]{2,60}))?\)?",
    r"\(? ?(?:एजेंसी )?इनपुट्?स?(?: के साथ)?(?: ?[:–-] ?(?P<e>[^।॥?!()]{2,60}))?\)?",
    r"(?:\( ?(?:news |photo |image |video |फोटो )?(?:source|credit|input|courtesy|photo|image"
    r"|इनपुट|स्रोत|सोर्स|साभार|क्रेडिट|फोटो)s? ?[:：-] ?[^()]{1,60}\)\s*)+",
)
"""Dropped wherever they stand; the named groups say whose text it is."""

SITE: Final = (
    rf"(?P<a>(?:{_WORD} ){{1,4}}?)(?:(?:at|on|in) google news|(?:android|ios|mobile) app download)",
    r"(?:this|the) (?:post|article|story|report|content)\b.{0,60}\bpublished (?:on|by|in) "
    r"(?P<b>[\w. ]{2,30}),.*",
    r"(?:©|copyright) ?(?:\d{4})?[ ,]*(?P<c>[^\d,.|।]{3,40}).*",
)
"""Furniture that names the site; weaker than a credit."""

DATED: Final = (
    r"(?:first |last |पहली बार |अंतिम )?(?P<label>updated?|published|posted|created|modified"
    r"|अपडेटेड?|अपडेट|प्रकाशित|पब्लिश्?ड?)(?: ?(?:on|at|date|तिथि))?"
    r"(?: ?[:：|–-]+ ?[^।?!]{4,60}| (?P<date>[^।?!]{4,60}))"
)
"""A line that says when the page was published or changed."""

NEXT_TOO: Final = (
    r"author[- ]?image|about (?:the )?authors?|(?:about )?author|लेखक के बारे में|लेखक|लेखक परिचय",
    r"(?:written|edited|reported|posted) by ?:?|(?:यह|ये|इसे) ?भी ?(?:पढ़ें|देखें) ?[:>-]*",
    r"(?:also read|read also|must read|also see|also watch) ?[:>-]*|डिस्क्लेमर|अस्वीकरण|disclaimer",
)
"""Headings that take a following short line with them: an author's name, a link."""

SUMMARY: Final = (
    r"(?:सारांश|संक्षेप में|मुख्य (?:बातें|बिंदु|बिन्दु|अंश)|खास बातें|हाइलाइट्स|हाईलाइट्स|एक नजर में|"
    r"key (?:takeaways|points|highlights|facts)|(?:story |article )?highlights|summary|"
    r"in (?:short|brief)|at a glance|quick (?:read|summary)|tl;? ?dr) ?[:：-]*",
)
"""Headings of bullets that sum the story up."""

ENDING: Final = (
    r"\(?(?:this|the above) (?:post|article|story|content|report|news)\b.{0,80}"
    r"\b(?:first|originally|auto-?generated|syndicated|not been edited"
    r"|without (?:any )?(?:edit|modif)).{0,300}",
    r"\(?the post .{1,200}\b(?:appeared first|first appeared) on\b.{1,80}",
    r"\(?except for the headline.{0,300}",
    r"\(?(?:यह|इस|ये) ?(?:खबर|समाचार|स्टोरी|लेख|आलेख|न्यूज).{0,200}"
    r"(?:फीड|संपादित|सम्पादित|एडिट|सिंडिकेट|सिंडीकेट).{0,400}",
    rf"(?:[-–—]{{2,}}|—) ?{_WORD}(?: {_WORD}){{0,3}}",
    r"(?:[a-z\u0900-\u0963\u0970-\u097f.]{1,7}/){1,4}[a-z\u0900-\u0963\u0970-\u097f.]{0,7}",
    rf"\d{{4}} \d{{4}} {_WORD}(?: {_WORD})?",
    rf"(?P<agency>{_WORD})(?: {_WORD}){{0,4}}",
)
"""Dropped only after the last line of the story, where no sentence can be meant."""
