"""Little words as people type them: what no frequency list can decide."""

from __future__ import annotations

from typing import Final

_TYPED: Final = """
है h hai he hei hay hy | हैं hain hen hein | हूँ hu hun hoon | हो ho | था tha thaa | थे the thay
थी thi thee | थीं thin theen | होगा hoga | होगी hogi | होंगे honge | होता hota | होती hoti
होते hote | होना hona | होने hone | हुआ hua huwa huva hwa | हुई hui huyi | हुए hue huye huve
रहा raha rha | रहे rahe rhe | रही rahi rhi | गया gaya gya gayaa | गई gayi gai gyi gayee
गए gaye gae gye | किया kiya kia | किए kiye kie | की ki kee | दिया diya dia dya | दिए diye die
दी di dee | लिया liya lia | लिए lie liye liyee liy | ली li lee | जाता jata jaata
जाती jati jaati | जाते jate jaate | जाएगा jayega jaega jaayega jayga | जाएगी jayegi jaegi
जाएंगे jayenge jaenge | सकता sakta skta | सकती sakti skti | सकते sakte skte | सका saka
सके sake | चाहिए chahiye chahie | करता karta krta | करती karti krti | करते karte krte
करना karna krna | करने karne krne | कर kar kr | करके karke krke | करेगा karega krega
करेंगे karenge krenge | करें karen kare | रखा rakha | मिला mila | मिले mile | मिली mili
आया aaya aya | आए aaye aye aae | आई aayi aai | हुईं huin | बना bana | बने bane | बनी bani
चला chala | चले chale | मारे mare maare | मारा mara maara | भेजे bheje bhejey | भेजा bheja
भेजी bheji | कहा kaha kahaa | में me mein mei mai main men mn m | के k ke kay | को ko koo
का ka kaa | से se sey s | ने ne ney n | पर par pe pr per | तक tak tk | भी bhi bi | ही hi hee
तो to toh | और aur or nd | या ya yaa | न na | नहीं nahi nahin nhi nahee | मत mat
लेकिन lekin lkin | मगर magar | अगर agar agr | क्योंकि kyunki kyuki kyonki kyoki
इसलिए isliye islie | जैसे jaise jese | तथा tatha | एवं evam | क्या kya kyaa ky | कब kab kb
कहाँ kahan kahaan | क्यों kyu kyun kyon kyo kyoon kyoo | कैसे kaise kese kaisey
कैसा kaisa kesa | कैसी kaisi kesi | कौन kaun kon koun kawn | कितना kitna kitnaa
कितने kitne kitney ktne | कितनी kitni kitnee | किस kis | किसने kisne kisney | किसे kise
किसको kisko | किसका kiska | किसकी kiski | किसके kiske | किससे kisse | किसमें kisme kismein
किन kin | किन्हें kinhe kinhen | किनके kinke | किनकी kinki | किनका kinka | किन्होंने kinhone
किसलिए kisliye | जो jo | जिस jis | जिसने jisne | जिसे jise | जिसका jiska | जिसकी jiski
जिसके jiske | जिसमें jisme jismein | जिससे jisse | जिन jin | जिन्हें jinhe jinhen
जिन्होंने jinhone jinhonne | यह yah yeh | ये ye | वह vah woh wo vo voh | वे ve we | इस is iss
उस us uss | इन in inn | उन un unn | इसे ise | उसे use usey | इसका iska | इसकी iski | इसके iske
उसका uska | उसकी uski | उसके uske | इसमें isme ismein | उसमें usme usmein | इससे isse
उससे usse | इसने isne | उसने usne | इन्हें inhe inhen | उन्हें unhe unhen | इन्होंने inhone
उन्होंने unhone unhonne | इनका inka | इनकी inki | इनके inke | उनका unka | उनकी unki | उनके unke
उनमें unme unmein | इनमें inme inmein | अपना apna | अपनी apni | अपने apne | मुझे mujhe muje
हमें hame hamein hume | हम hum | हमारे hamare | आप aap | आपका aapka | मेरा mera | मेरे mere
तुम tum | साल saal sal | सालों saalon salon | बाद baad bad | पहले pahle pehle pehele pahale phle
पहला pahla pehla | पहली pahli pehli | दौरान dauran doran dauraan | द्वारा dwara dvara dwaara
साथ saath sath | बीच beech bich | पास paas pas | बारे baare bare | नाम naam nam | तरफ taraf
खिलाफ khilaf khilaaf | अंदर andar ander | बाहर bahar baahar | ऊपर upar oopar | नीचे neeche niche
अब ab | तब tab tb | जब jab jb | आज aaj aj | कल kal | अभी abhi abi | यहाँ yahan yaha
वहाँ wahan vahan waha vaha | सब sab | सबसे sabse sbse | कुछ kuch kuchh kch | कोई koi
कई kai kayi | सभी sabhi | ज़्यादा zyada jyada jada zada jyda | अधिक adhik | कम kam
बहुत bahut bohot bhot bahot bhut | बड़ा bada | बड़ी badi | बड़े bade | छोटा chota chhota
वाला wala vala waala | वाले wale vale waale | वाली wali vali waali | वालों walon valon
एक ek ik | दो do | तीन teen tin | चार char chaar | पाँच paanch panch | छह chhah chhe chah cheh
सात saat sat | आठ aath ath | नौ nau | दस das dus | बीस bees | पचास pachas | सौ sau
हज़ार hazar hajar hazaar hajaar | लाख lakh laakh | करोड़ karod crore caror | बार baar | दिन din
महीने mahine mahene | महीना mahina | समय samay samy | तारीख tarikh taarikh tareekh
बताओ batao btao bataao | बताइए bataiye bataie btaiye | बात baat | लोग log | लोगों logon logo
देश desh | चुका chuka | चुके chuke | चुकी chuki | लगा laga | लगे lage | लगी lagi | पड़ा pada
सा sa | सी si | कौन_सा kaunsa konsa | कौन_सी kaunsi konsi | कौन_से kaunse konse | किस_लिए kislie
गाँव gaon gaanv gaav ganv | अलावा alawa alava | अनुसार anusar anusaar | कारण karan kaaran
वजह wajah vajah
"""

TYPED: Final = {
    form: entry.split()[0].replace("_", " ")
    for entry in _TYPED.replace("\n", " | ").split("|")
    if entry.strip()
    for form in entry.split()[1:]
}
"""Typed form -> Devanagari, for the words that questions are made of."""

ENGLISH: Final = frozenset(
    """
    a an the of in on at to for from by with into about as and or but nor if than then so that this
    these those it its is are was were be been being am has have had do does did will would shall
    should can could may might must not no he she they we you i me my him her his their our your
    who whom whose which what when where why how there here any some such other under during between
    after before while because tell please many much long old often far according give gave say said
    says happened happen happens did didn't doesn't don't isn't wasn't what's who's name list
    explain describe
    """.split()
)
"""Words that mark an English question."""

AMBIGUOUS: Final = {
    **dict.fromkeys("the to is in an on or so no he are".split(), 0.15),
    **dict.fromkeys("do we the her may any old".split(), 0.2),
    **dict.fromkeys("us me use die lie log par main pure bad he hi hum am".split(), 0.3),
    **dict.fromkeys("k h n s m se ko di na per pass ab ek".split(), 0.4),
}
"""Words of both languages: how much of one half each speaks for romanised Hindi."""

LETTERS: Final = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड".split(),
        strict=True,
    )
)
"""English letters as Hindi spells them: tv टीवी."""

THAT_FOLLOWS: Final = frozenset(
    "कहा बताया बोला माना है हैं था थे थी कहते मानते मानना कहना किया दिया चलता जाता जबकि हालाँकि यह".split()
)
"""Words after which a typed "ki" is कि, not की."""
