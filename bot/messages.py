"""Everything the program says to a reader, Hindi and English side by side.

To add a language, add a field to `Text` and to `FrameLanguage`: the type checker then names
every message that lacks it.
"""

from __future__ import annotations

from typing import NamedTuple

from retrieval.answer import Reason
from retrieval.question import FrameLanguage


class Text(NamedTuple):
    """One message in every language; `{names}` are filled by `say`."""

    hi: str
    en: str


def say(message: Text, language: FrameLanguage, **values: object) -> str:
    """The message in the reader's language, with its values filled in."""
    return getattr(message, language).format(**values)  # type: ignore[no-any-return]


class Forms(NamedTuple):
    """A noun for one thing and for several, in every language."""

    hi: tuple[str, str]
    en: tuple[str, str]


def counted(number: int, forms: Forms, language: FrameLanguage) -> str:
    """A number with its noun: 1 second, 2 seconds."""
    one, many = getattr(forms, language)
    return f"{number_text(number, language)} {one if number == 1 else many}"


def number_text(number: int, language: FrameLanguage) -> str:
    """A number as people write it in that language: 12,34,567 or 1,234,567."""
    digits = str(number)
    if language == "en" or len(digits) < 4:
        return f"{number:,}"
    head, last = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), last])


# Answers
NOT_IN_ARTICLES = Text(
    hi="लेखों में इसका उत्तर नहीं मिला।",
    en="The articles do not say.",
)
NO_ARTICLES = Text(
    hi="अभी मेरे पास कोई लेख नहीं है, इसलिए उत्तर नहीं दे सकता।",
    en="I hold no articles yet, so I cannot answer.",
)
INSTEAD: dict[Reason, Text] = {
    "not_said": NOT_IN_ARTICLES,
    "no_articles": NO_ARTICLES,
    "no_subject": Text(
        hi="किस बारे में? प्रश्न में किसी व्यक्ति, जगह या घटना का नाम भी लिखिए।",
        en="About what? Please name a person, a place or an event in your question.",
    ),
    "greeting": Text(
        hi="नमस्ते! समाचार लेखों के बारे में जो जानना हो, पूछिए।",
        en="Hello! Ask me anything about the news articles.",
    ),
    "how_are_you": Text(
        hi="मैं ठीक हूँ, पूछने के लिए धन्यवाद! बताइए, समाचार लेखों के बारे में क्या जानना है?",
        en="All well, thank you for asking! What would you like to know from the news articles?",
    ),
    "thanks": Text(hi="आपका स्वागत है!", en="You are welcome!"),
    "praise": Text(
        hi="शुक्रिया! जब चाहें, और पूछिए।",
        en="Thank you! Ask me more whenever you like.",
    ),
    "complaint": Text(
        hi=(
            "क्षमा कीजिए। उत्तर के साथ दिया उद्धरण देख लीजिए: लेख में वही लिखा है। प्रश्न दूसरे शब्दों में "
            "पूछें, तो मैं फिर खोजूँगा।"
        ),
        en=(
            "I am sorry. Please look at the quote under the answer: that is what the article says. "
            "Put the question in other words and I will look again."
        ),
    ),
    "abuse": Text(
        hi="माफ़ कीजिए, मैं काम न आ सका। कोई प्रश्न हो तो पूछिए, मैं लेखों में खोजूँगा।",
        en="I am sorry I was of no help. If you have a question, I will look in the articles.",
    ),
    "who": Text(
        hi=(
            "मैं प्रमाण हूँ, एक बॉट। मैं समाचार लेखों से प्रश्नों के उत्तर खोजता हूँ और लेख का वह वाक्य दिखाता "
            "हूँ जिस पर उत्तर टिका है।"
        ),
        en=(
            "I am Pramaan, a bot. I look for answers in news articles and show the sentence each "
            "answer stands on."
        ),
    ),
    "able": Text(
        hi=(
            "मुझसे समाचार लेखों के बारे में हिन्दी, अंग्रेज़ी या रोमन हिन्दी में पूछिए: कौन, कब, कहाँ, कितने। "
            "मैं लेख का अपना वाक्य दिखाता हूँ, और लेखों में उत्तर न हो तो साफ़ कह देता हूँ।"
        ),
        en=(
            "Ask me about the news articles in Hindi, in English or in Hindi typed with Latin "
            "letters: who, when, where, how many. I show the article's own sentence, and when the "
            "articles do not say, I tell you so."
        ),
    ),
    "assent": Text(hi="ठीक है। कुछ और जानना हो तो पूछिए।", en="All right. Ask me if there is more."),
    "farewell": Text(hi="अलविदा! फिर मिलेंगे।", en="Goodbye! See you again."),
}
EARLIER = Text(
    hi="उस समय का कोई लेख यह नहीं बताता; यह पुराना है या इसकी तारीख़ मालूम नहीं:",
    en="No article of that time says so; this one is older, or its date is not known:",
)
NEAREST = Text(
    hi="हो सकता है लेखों में ठीक यही न लिखा हो; सबसे क़रीब यह है:",
    en="The articles may not say just this; the closest is:",
)
TODAY = Text(hi="आज", en="today")
AGO = Text(hi="{time} पहले", en="{time} ago")
ONLY_SO_MANY = Text(
    hi="एक संदेश में मैं तीन प्रश्न तक लेता हूँ; बाक़ी अलग से पूछिए।",
    en="I take up to three questions in one message; please send the others by themselves.",
)
SAID_BY = Text(hi="{who} के अनुसार", en="according to {who}")
FIGURES_DIFFER = Text(
    hi="लेखों में अलग-अलग आँकड़े हैं:",
    en="The articles give different figures:",
)

# Telegram
WELCOME = Text(
    hi=(
        "नमस्ते! मैं प्रमाण हूँ।\n"
        "समाचार लेखों के बारे में कुछ भी पूछिए, हिन्दी या अंग्रेज़ी में। मैं उत्तर के साथ लेख का "
        "वह वाक्य दिखाता हूँ जिस पर उत्तर टिका है। लेखों में उत्तर न हो, तो मैं साफ़ कह देता हूँ।"
    ),
    en=(
        "Hello! I am Pramaan.\n"
        "Ask me anything about the news articles I hold, in Hindi or English. With each answer I "
        "show the sentence it stands on. When the articles do not say, I tell you so."
    ),
)
HELP = Text(
    hi=(
        "बस अपना प्रश्न लिखकर भेज दीजिए।\n\n"
        "समूह में: प्रश्न के साथ {name} लिखिए, मेरे संदेश का जवाब दीजिए, या /ask के आगे प्रश्न "
        "लिखिए। किसी के संदेश के जवाब में सिर्फ़ /ask भेजें, तो मैं उसी संदेश का उत्तर खोजूँगा।\n\n"
        "उद्धरण लेख के अपने शब्द हैं; मुड़े हुए उद्धरण छूने पर पूरे खुलते हैं।"
    ),
    en=(
        "Just send your question.\n\n"
        "In a group: write {name} with your question, reply to one of my messages, or put the "
        "question after /ask. Send /ask alone as a reply to someone's message and I look for the "
        "answer to that message.\n\n"
        "Quotes are the article's own words; tap a folded quote to read all of it."
    ),
)
HOW_TO_ASK = Text(
    hi="अपना प्रश्न भी लिखिए, जैसे: /ask कितने लोग आए?",
    en="Please add your question, like this: /ask How many people came?",
)
NOT_TEXT = Text(
    hi="मैं केवल लिखे हुए प्रश्न पढ़ सकता हूँ। कृपया अपना प्रश्न लिखकर भेजिए।",
    en="I can only read written questions. Please send yours as text.",
)
NO_WORDS = Text(
    hi="इसमें मुझे कोई प्रश्न नहीं मिला। कृपया शब्दों में पूछिए।",
    en="I could not find a question in that. Please ask in words.",
)
UNKNOWN_COMMAND = Text(
    hi="यह आदेश मैं नहीं जानता। मदद के लिए /help भेजिए, या सीधे अपना प्रश्न लिखिए।",
    en="I do not know that command. Send /help for help, or simply write your question.",
)
WENT_WRONG = Text(
    hi="क्षमा कीजिए, उत्तर खोजते समय कुछ गड़बड़ हो गई। कृपया थोड़ी देर बाद फिर पूछिए।",
    en="Sorry, something went wrong while I was looking. Please ask again in a little while.",
)
IN_DOUBT = Text(
    hi="पक्का नहीं कि मेरा उत्तर आप तक पहुँचा। न दिखे, तो नीचे का बटन दबाइए।",
    en="I cannot tell whether my answer reached you. If you do not see it, press the button.",
)
PART_IN_DOUBT = Text(
    hi="पक्का नहीं कि मेरा पूरा उत्तर आप तक पहुँचा। कुछ छूटा लगे, तो फिर पूछिए।",
    en="I cannot tell whether all of my answer reached you. If some is missing, please ask again.",
)
REPLY_IN_DOUBT = Text(
    hi="पक्का नहीं कि मेरा जवाब आप तक पहुँचा। न दिखे, तो अपना संदेश फिर भेजिए।",
    en="I cannot tell whether my reply reached you. If you do not see it, please write again.",
)
BUTTON_SHOW = Text(hi="उत्तर दिखाइए", en="Show the answer")
SECONDS = Forms(hi=("सेकंड", "सेकंड"), en=("second", "seconds"))
QUESTIONS = Forms(hi=("प्रश्न", "प्रश्न"), en=("question", "questions"))
BUSY = Text(
    hi=(
        "यहाँ पहले से {waiting} उत्तर की प्रतीक्षा में हैं, इसलिए यह और इसके बाद आने वाले प्रश्न मैं अभी "
        "नहीं ले सकता। उनके उत्तर आ जाएँ, तब फिर पूछिए।"
    ),
    en=(
        "I still owe {waiting} an answer here, so I cannot take this one or those that follow. "
        "Please ask again once they are answered."
    ),
)
SLOW_DOWN = Text(
    hi="एक मिनट में मैं यहाँ {limit} ही ले पाता हूँ। कृपया {wait} बाद फिर पूछिए।",
    en="I can take {limit} a minute here. Please ask again in {wait}.",
)
BUTTON_MORE = Text(hi="और प्रमाण {n}/{count}", en="More evidence {n}/{count}")
BUTTON_BACK = Text(hi="↩ उत्तर", en="↩ Answer")
BUTTON_AROUND = Text(hi="आसपास का अंश", en="In context")
BUTTON_QUOTE = Text(hi="केवल उद्धरण", en="Quote only")
BUTTON_LANGUAGE = Text(hi="English", en="हिन्दी")  # what it leads to, in that language
REASONS = {
    "w": Text(hi="उत्तर ग़लत है", en="The answer is wrong"),
    "s": Text(hi="स्रोत में ऐसा नहीं लिखा", en="The source does not say so"),
    "o": Text(hi="बात पुरानी हो चुकी है", en="It is out of date"),
}
WHAT_WAS_WRONG = Text(hi="क्या ठीक नहीं था?", en="What was not right?")
THANKS = Text(hi="धन्यवाद!", en="Thank you!")
EXPIRED = Text(
    hi="यह उत्तर अब याद नहीं रहा। प्रश्न फिर से पूछिए, तो मैं नए सिरे से खोजूँगा।",
    en="I no longer have this answer. Ask again and I will look afresh.",
)
RELATED_ARTICLES = Text(hi="इससे मिलते-जुलते अंश:", en="The nearest passages:")
TRANSLATION = Text(hi="अनुवाद: {text}", en="Translation: {text}")
ALSO_IN = Text(hi="यही ख़बर यहाँ भी:", en="Also in:")
SAME_ARTICLE = Text(hi="उसी लेख से", en="From the same article")
MORE_EVIDENCE = Text(hi="और प्रमाण:", en="Further evidence:")
ARTICLES = Forms(hi=("लेख", "लेख"), en=("article", "articles"))
WEEKS = Forms(hi=("हफ़्ता", "हफ़्ते"), en=("week", "weeks"))
MONTHS_COUNTED = Forms(hi=("महीना", "महीने"), en=("month", "months"))
YEARS = Forms(hi=("साल", "साल"), en=("year", "years"))
DAYS = Forms(hi=("दिन", "दिन"), en=("day", "days"))
SOURCES = Text(hi="मेरे पास {articles}", en="I hold {articles}")
ARTICLES_HELD = Forms(hi=("लेख है", "लेख हैं"), en=ARTICLES.en)
NO_SOURCES = Text(hi="अभी मेरे पास कोई लेख नहीं है।", en="I hold no articles yet.")
PAGE = Text(hi=" · पन्ना {n}/{count}", en=" · page {n}/{count}")
BUTTON_NEWER = Text(hi="← नए", en="← Newer")
BUTTON_OLDER = Text(hi="पुराने →", en="Older →")
CHOOSE_LANGUAGE = Text(
    hi="मैं किस भाषा में बोलूँ? उद्धरण हमेशा वैसे ही रहते हैं जैसे छपे हैं।",
    en="Which language shall I speak? Quotes always stay as they were printed.",
)
BUTTON_AUTOMATIC = Text(hi="प्रश्न की भाषा में", en="That of the question")
LANGUAGE_CHOSEN = Text(hi="ठीक है, अब से हिन्दी में।", en="Very well, English from now on.")
LANGUAGE_AUTOMATIC = Text(
    hi="ठीक है, अब से हर उत्तर उसके प्रश्न की भाषा में।",
    en="Very well, each answer in the language of its question.",
)
ADMINS_ONLY = Text(
    hi="यह समूह के व्यवस्थापक ही बदल सकते हैं।", en="Only admins of this group can change that."
)
LANGUAGES: dict[FrameLanguage, str] = {"hi": "हिन्दी", "en": "English"}
GROUP_SETTINGS = Text(
    hi=(
        "इस समूह में मैं ऐसे काम करता हूँ। इसे समूह के व्यवस्थापक नीचे के बटनों से बदल सकते हैं।\n\n"
        "• भाषा: {speaks}\n"
        "• उत्तर देता हूँ: {calls}\n"
        "• छोटा प्रश्न किससे जुड़े: {memory}"
    ),
    en=(
        "How I work in this group. Its admins can change that with the buttons below.\n\n"
        "• Language: {speaks}\n"
        "• I answer: {calls}\n"
        "• A short question leans on: {memory}"
    ),
)
ANSWERS_ANYTHING = Text(
    hi="मेरा नाम लेने पर, मेरे संदेश के जवाब पर और आदेशों पर",
    en="mentions, replies to me, and commands",
)
ANSWERS_COMMANDS = Text(hi="केवल /ask और दूसरे आदेशों पर", en="only /ask and other commands")
BUTTON_ANYTHING = Text(hi="नाम, जवाब, आदेश", en="All calls")
BUTTON_COMMANDS = Text(hi="केवल आदेश", en="Commands only")
MEMORY_WORDS = {
    "chain": Text(hi="जिस उत्तर का वह जवाब है, केवल उससे", en="only the answer that it replies to"),
    "reader": Text(hi="पूछने वाले के पिछले प्रश्न से भी", en="also the last question of who asks"),
    "chat": Text(hi="समूह के पिछले प्रश्न से भी", en="also the last question of the group"),
}
MEMORY_BUTTONS = {
    "chain": Text(hi="जवाब की कड़ी", en="Replies"),
    "reader": Text(hi="पूछने वाला", en="Who asks"),
    "chat": Text(hi="पूरा समूह", en="The group"),
}
SAVED = Text(hi="सहेज लिया।", en="Saved.")
COMMAND_STATS = Text(hi="प्रश्नों और लेखों की गिनती", en="How many articles and questions")
COMMAND_UNANSWERED = Text(hi="जिनका उत्तर नहीं मिला", en="What was asked in vain")
COMMAND_SETTINGS = Text(hi="इस समूह में मैं कैसे काम करूँ", en="How I work in this group")
FORGOTTEN = Text(
    hi="आपके प्रश्न, उनके उत्तर और आपके 👍 👎 मिटा दिए गए। पुराने उत्तरों के बटन अब काम नहीं करेंगे।",
    en="Your questions, their answers and your 👍 👎 are erased. Their buttons stop working.",
)
PRIVACY = Text(
    hi=(
        "मैं क्या रखता हूँ, और कब तक:\n"
        "• आपका संदेश, जब तक उसका उत्तर न हो जाए;\n"
        "• आपके प्रश्न और मेरे उत्तर, आपकी Telegram आईडी के साथ, {days}: ताकि बटन और आगे के प्रश्न "
        "काम करें;\n"
        "• आपके 👍 👎 और वे प्रश्न जिनका उत्तर नहीं मिला, एक साल तक; {days} बाद यह पता नहीं रहता कि वे "
        "किसके हैं;\n"
        "• आपकी चुनी भाषा, और समूह की सेटिंग।\n"
        "समूहों में मैं केवल वही रखता हूँ जो मुझसे पूछा गया। आपका नाम मैं नहीं रखता। {sent}\n\n"
        "/forget से आपका सब कुछ अभी मिट जाता है; जहाँ से मुझे हटाया जाए, वहाँ का भी।"
    ),
    en=(
        "What I keep, and for how long:\n"
        "• your message, until it is answered;\n"
        "• your questions and my answers with your Telegram number, {days}: for the buttons and "
        "for follow-up questions;\n"
        "• your 👍 👎, and questions that found no answer, a year; after {days} nothing tells any "
        "more whose they are;\n"
        "• the language you chose, and a group's settings.\n"
        "In groups I keep only what I was asked. I do not keep your name. {sent}\n\n"
        "/forget erases all that is yours now; where I am removed, what I kept of that chat goes "
        "too."
    ),
)
PRIVACY_SENT = Text(hi="मैं किसी को कुछ नहीं भेजता।", en="I send nothing to anybody.")
PRIVACY_WRITER = Text(
    hi=(
        "उत्तर लिखने के लिए आपका प्रश्न, उससे जुड़ा पिछला प्रश्न और लेखों के उद्धरण, आपके नाम और आईडी "
        "के बिना, {host} के भाषा मॉडल को जाते हैं; और किसी को कुछ नहीं।"
    ),
    en=(
        "To have answers written, your question, the one before where it leans on that, and the "
        "articles' quotes go to a language model at {host}, without your name or number; nothing "
        "goes to anybody else."
    ),
)
HELLO_GROUP = Text(
    hi=(
        "नमस्ते! मैं समाचार लेखों से प्रश्नों के उत्तर देता हूँ, प्रमाण के साथ। मुझसे ऐसे पूछिए: "
        "{name} और आपका प्रश्न, या /ask और आपका प्रश्न। बाक़ी समय मैं चुप रहता हूँ।"
    ),
    en=(
        "Hello! I answer questions from news articles and show the proof. Ask me like this: {name} "
        "and your question, or /ask and your question. Otherwise I stay silent."
    ),
)
TYPE_A_QUESTION = Text(hi="अपना प्रश्न लिखिए", en="Type your question")
TYPE_LIKE_THIS = Text(
    hi="जैसे: {name} पुल पर कितना ख़र्च हुआ?", en="Like this: {name} how much did the bridge cost?"
)
TO_PRIVATE_CHAT = Text(hi="मुझसे निजी चैट में पूछिए", en="Ask me in private")
STATS = Text(
    hi=(
        "{articles}\n{questions} याद हैं\n{unanswered} बिना उत्तर के\n👍 {up} · 👎 {down}\n"
        "{waiting} प्रतीक्षा में"
    ),
    en=(
        "{articles}\n{questions} remembered\n{unanswered} without an answer\n👍 {up} · 👎 {down}\n"
        "{waiting} waiting"
    ),
)
UNANSWERED = Text(hi="जिनका उत्तर नहीं मिला, नए पहले:", en="Asked in vain, latest first:")
NONE_UNANSWERED = Text(
    hi="ऐसा कोई प्रश्न नहीं जिसका उत्तर न मिला हो।", en="No question went unanswered."
)
COMMAND_SOURCES = Text(hi="मेरे पास कौन-से लेख हैं", en="Which articles I hold")
COMMAND_LANG = Text(hi="भाषा चुनें", en="Choose the language")
COMMAND_PRIVACY = Text(hi="मैं क्या रखता हूँ और कब तक", en="What I keep, and for how long")
COMMAND_FORGET = Text(hi="जो मैंने आपका रखा है, मिटाएँ", en="Erase what I keep of you")
COMMAND_ASK = Text(hi="लेखों से प्रश्न पूछें", en="Ask the articles a question")
COMMAND_HELP = Text(hi="कैसे पूछें", en="How to ask")
COMMAND_START = Text(hi="परिचय", en="What this bot does")

# Admins on Telegram
ADMINS_OF_BOT_ONLY = Text(
    hi="लेख केवल मेरे व्यवस्थापक बदल सकते हैं, मेरे साथ निजी चैट में।",
    en="Only my own admins can change the articles, in a private chat with me.",
)
HOW_TO_ADD = Text(
    hi=(
        "क्या जोड़ूँ? ऐसे भेजिए: /add https://… (पृष्ठ या फ़ीड), या .txt, .md, .html फ़ाइल, या किसी चैनल का "
        "आगे भेजा हुआ संदेश।"
    ),
    en=(
        "What shall I add? Send /add https://… (a page or feed), a .txt, .md or .html file, or "
        "forward a channel's post."
    ),
)
HOW_TO_REMOVE = Text(
    hi="किसे हटाऊँ? पता, फ़ाइल का नाम या शीर्षक के शब्द लिखिए, जैसे: /remove नया पुल",
    en="Which one? Write its address, its file's name or words of its title: /remove new bridge",
)
READING = Text(hi="पढ़ रहा हूँ…", en="Reading…")
READING_SO_FAR = Text(hi="पढ़ रहा हूँ… {pages} में से {done}", en="Reading… {done} of {pages}")
PAGES = Forms(hi=("पृष्ठ", "पृष्ठों"), en=("page", "pages"))
PASSAGES = Forms(hi=("अंश", "अंश"), en=("passage", "passages"))
SOURCES_COUNTED = Forms(hi=("स्रोत", "स्रोतों"), en=("source", "sources"))
ADDED = Forms(hi=("लेख जोड़ा गया", "लेख जोड़े गए"), en=("article added", "articles added"))
UPDATED = Forms(
    hi=("लेख नए रूप में लिया गया", "लेख नए रूप में लिए गए"),
    en=("article updated", "articles updated"),
)
UNCHANGED = Forms(
    hi=("लेख पहले जैसा है", "लेख पहले जैसे हैं"),
    en=("article unchanged", "articles unchanged"),
)
NOTHING_ADDED = Text(hi="कुछ नहीं जुड़ा", en="Nothing was added")
AND_MORE = Text(hi="और {articles}", en="and {articles} more")
ALSO_HELD = Text(
    hi="{articles}: वही समाचार मेरे पास पहले से है।", en="{articles}: I hold that story already."
)
REFRESHED = Text(
    hi="फिर से पढ़ लिया। नए: {added}; बदले हुए: {updated}; पहले जैसे: {unchanged}; हटे हुए: {removed}",
    en="Read again: {added} new, {updated} changed, {unchanged} as before, {removed} gone",
)
TRY_ASKING = Text(hi="अब यह पूछकर देखिए:", en="Now try asking:")
NOT_DONE = Text(hi="यह नहीं हो पाया: {reason}", en="That could not be done: {reason}")
FILE_TOO_BIG = Text(
    hi="फ़ाइल बहुत बड़ी है; 5 MB तक की भेजिए।", en="The file is too big; send up to 5 MB."
)
FILE_UNREADABLE = Text(
    hi="Telegram से फ़ाइल नहीं मिली: {reason}", en="Telegram did not give me the file: {reason}"
)
WHICH_TO_REMOVE = Text(hi="किसे हटाऊँ?", en="Which one shall I remove?")
NOTHING_NAMED = Text(
    hi="ऐसा कोई लेख नहीं मिला। /sources से सूची देखिए।",
    en="I hold no such article. /sources lists them.",
)
BUTTON_KEEP = Text(hi="कोई नहीं", en="None")
KEPT = Text(hi="ठीक है, सब लेख रहने दिए।", en="Very well, every article stays.")
REMOVED = Text(
    hi="हटा दिया: {title}\nवह फ़ोल्डर की किसी फ़ाइल से आया हो, तो फ़ाइल भी हटाइए, नहीं तो फिर आ जाएगा।",
    en=(
        "Removed: {title}\n"
        "If it came from a file in a folder, remove the file too, or it comes back."
    ),
)
GONE_ALREADY = Text(hi="वह लेख अब नहीं है।", en="That article is gone already.")
HOLDS_NOW = Text(hi="{articles}, {passages}", en="{articles}, {passages}")
HEALTHY = Text(hi="सब ठीक है।", en="All is well.")
SOURCES_KEPT = Text(hi="{sources} पर नज़र", en="Keeping up with {sources}")
COMMAND_ADD = Text(hi="लेख जोड़ें: पता, फ़ाइल या चैनल का संदेश", en="Add a page, a file or a post")
COMMAND_REMOVE = Text(hi="लेख हटाएँ", en="Remove an article")
COMMAND_REFRESH = Text(hi="सब स्रोत फिर पढ़ें", en="Read every source again")
COMMAND_STATUS = Text(
    hi="मेरे पास क्या है, और सब ठीक है या नहीं", en="What I hold, and whether all is well"
)
MONTHS = Text(
    hi="जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    en=("January February March April May June July August September October November December"),
)

# Terminal
CHAT_WELCOME = Text(
    hi="नमस्ते! समाचार लेखों के बारे में हिन्दी या अंग्रेज़ी में पूछिए; उत्तर लेख के वाक्य के साथ मिलेगा।",
    en="Hello! Ask about the articles, in Hindi or English; each answer comes with its sentence.",
)
HOW_TO_LEAVE = Text(
    hi="बंद करने के लिए Ctrl-D दबाइए या exit लिखिए।",
    en="Ctrl-D or exit ends the chat.",
)
FOLDED = Text(
    hi="पूरा उद्धरण पढ़ने के लिए उसकी संख्या लिखिए: {numbers}",
    en="To read a quote in full, type its number: {numbers}",
)
NOTHING_INGESTED = Text(
    hi="अभी कोई लेख नहीं जोड़ा गया है। लेख ऐसे जोड़िए: pramaan ingest {folder}",
    en="No articles have been added yet. Add them with: pramaan ingest {folder}",
)
HOLDS = Forms(
    hi=("लेख उपलब्ध है।", "लेख उपलब्ध हैं।"),
    en=("article is at hand.", "articles are at hand."),
)
