"""What people say to a bot that is no question for the articles, phrase by phrase.

Latin phrases are in lower case; doubled letters, vowel length and half letters do not matter, they
are folded away on both sides. Phrases under "any" are said in every language.
"""

from __future__ import annotations

from typing import Final, Literal

Act = Literal[
    "greeting",
    "how_are_you",
    "thanks",
    "praise",
    "complaint",
    "abuse",
    "who",
    "able",
    "assent",
    "farewell",
]

Spoken = Literal["any", "en", "hi-Latn", "hi"]

PHRASES: Final[dict[Act, dict[Spoken, str]]] = {
    "greeting": {
        "any": """
            hi | hii | hello | helo | hey | hlo | hie | gm | yo | test | testing
        """,
        "en": """
            hi there | hello there | hey there | good morning | good afternoon | good evening |
            gud morning | greetings | good day | anyone there | are you there
        """,
        "hi-Latn": """
            namaste | namaskar | namste | nmste | namaskaar | pranam | ram ram | jai hind |
            jai shri ram | sat sri akal | salaam | salam | adab | assalamualaikum |
            salaam alaikum | suprabhat | radhe radhe | vanakkam | khamma ghani | kem cho |
            koi hai | suno | suniye
        """,
        "hi": """
            नमस्ते | नमस्कार | प्रणाम | राम राम | जय हिंद | जय हिन्द | जय श्री राम |
            जय श्री कृष्ण | राधे राधे | सत श्री अकाल | सलाम | आदाब | अस्सलामु अलैकुम | सुप्रभात |
            शुभ प्रभात | शुभ संध्या | शुभ दिन | हेलो | हैलो | हलो | हाय | हाई |
            गुड मॉर्निंग | गुड इवनिंग | टेस्ट | कोई है | सुनो | सुनिए
        """,
    },
    "how_are_you": {
        "any": """
            sup
        """,
        "en": """
            how are you | how are you doing | how do you do | how r u | how are u | hw r u |
            whats up | how is it going | hows it going | how have you been | are you ok |
            are you fine | what is up
        """,
        "hi-Latn": """
            kaise ho | kaise hain | kaise hai aap | aap kaise ho | aap kaise hain |
            tum kaise ho | kya haal hai | kya hal hai | kya haal chaal hai | kya haal h |
            kaisi ho | kya haal chal | sab theek | sab thik hai | kya chal raha hai |
            kya kar rahe ho | kya kar rahe hain | kaise ho aap | aap kaise hai | aap kaise h |
            tu kaisa hai | kaisa hai | kya hal h | kya haal
        """,
        "hi": """
            कैसे हो | कैसे हैं | कैसे हैं आप | आप कैसे हैं | आप कैसे हो | तुम कैसे हो | कैसी हो |
            आप कैसी हैं | क्या हाल है | क्या हाल चाल है | क्या हाल चाल | क्या हाल | सब ठीक |
            सब ठीक है | सब बढ़िया | क्या चल रहा है | क्या कर रहे हो | क्या कर रहे हैं |
            आप क्या कर रहे हैं | तू कैसा है
        """,
    },
    "thanks": {
        "any": """
            ty
        """,
        "en": """
            thanks | thank you | thank u | thankyou | thanku | thx | thnx | tnx | thanks a lot |
            many thanks | thank you so much | thank you very much | thanks so much |
            much appreciated | i appreciate it | tysm | grateful | thanks for the help |
            thank you for your help | thanks for your help | thanks for the answer |
            thanks for answering | thank you for the information | cheers
        """,
        "hi-Latn": """
            dhanyawad | dhanyavad | dhanyvad | dhanyawaad | dhanyabad | shukriya | sukriya |
            shukria | aabhar | abhar | bahut bahut dhanyawad | meherbani | mehrbani |
            madad ke liye | jawab ke liye
        """,
        "hi": """
            धन्यवाद | शुक्रिया | आभार | आभारी हूँ | मेहरबानी | थैंक्स | थैंक यू | थैंक्यू |
            थैंक | साधुवाद | मदद के लिए | जवाब के लिए | उत्तर के लिए | जानकारी के लिए
        """,
    },
    "praise": {
        "any": """
            super | cool | wow | bravo | lol | haha | hahaha | hehe
        """,
        "en": """
            good | great | nice | awesome | excellent | wonderful | amazing | perfect |
            brilliant | well done | good job | great job | nice work | good work | good bot |
            good boy | very good | very nice | i love you | love you | i like you | love u |
            you are great | you are good | you are smart | you are the best | you are awesome |
            best bot | so good | that is great | that is good | thats great | you are helpful |
            very helpful | that was helpful | helpful | impressive | fantastic |
            i love you so much
        """,
        "hi-Latn": """
            badhiya | badiya | bahut badhiya | bahut accha | bahut achha | bahut khoob |
            shabash | shabaash | mast | zabardast | jabardast | kamaal | kamal hai | wah | waah |
            kya baat hai | kya bat hai | lajawab | sahi hai | sahi h | ekdum sahi | sundar |
            khush raho | tum acche ho | aap acche ho | bahut acchi | maza aa gaya | mazaa aa gaya
        """,
        "hi": """
            बढ़िया | बहुत बढ़िया | बहुत अच्छा | बहुत अच्छे | बहुत खूब | शाबाश | शाबास | कमाल |
            कमाल है | वाह | वाह वाह | क्या बात है | ज़बरदस्त | लाजवाब | सुंदर | मस्त | सही है |
            एकदम सही | बहुत सुंदर | तुम अच्छे हो | आप अच्छे हैं | आप बहुत अच्छे हैं |
            तुम बहुत अच्छे हो | अति उत्तम | उत्तम | बेहतरीन | मज़ा आ गया | खुश रहो | हाहा | हा हा
        """,
    },
    "complaint": {
        "en": """
            wrong | wrong answer | that is wrong | thats wrong | this is wrong | you are wrong |
            incorrect | not correct | that is not correct | that is incorrect | bad answer |
            that is not what i asked | that is not right | not right | not true |
            that is not true | false | you did not answer | you did not understand |
            you dont understand | not helpful | no use | of no use | fake | fake news |
            you are lying | liar | are you sure | that is a lie | i did not ask that | nonsense
        """,
        "hi-Latn": """
            galat | galat hai | galat h | galat jawab | galat jawab hai | ye galat hai |
            yeh galat hai | jhooth | jhuth | jhoot | galat bata rahe ho | galat bol rahe ho |
            jhooth bol rahe ho | sahi nahi hai | sahi nahi | ye sahi nahi hai |
            maine ye nahi pucha | samajh nahi aaya | samjhe nahi | pakka | sach me |
            tum galat ho | aap galat ho | aap galat hain | yeh sahi nahi hai | bekar jawab |
            galt | galt hai | galt h | jawab galat hai
        """,
        "hi": """
            गलत | गलत है | गलत जवाब | गलत उत्तर | यह गलत है | ये गलत है | आप गलत हैं |
            तुम गलत हो | झूठ | झूठ है | झूठा | यह झूठ है | ये झूठ है | सही नहीं | सही नहीं है |
            यह सही नहीं है | ये सही नहीं है | गलत बता रहे हो | गलत बोल रहे हो | झूठ बोल रहे हो |
            मैंने यह नहीं पूछा | मैंने ये नहीं पूछा | समझ नहीं आया | पक्का | सच में |
            जवाब गलत है | उत्तर गलत है | जवाब सही नहीं है | बेकार जवाब | सच | क्या यह सच है
        """,
    },
    "abuse": {
        "any": """
            shit | wtf | stfu | fu
        """,
        "en": """
            idiot | stupid | dumb | moron | fool | useless | shut up | get lost | go away |
            you suck | fuck | fuck you | fuck off | bastard | bitch | asshole | damn you |
            go to hell | hate you | i hate you | trash | garbage | rubbish | loser | dumbass |
            bullshit | you are bad | bad bot | worst bot | stupid bot | crap | worst | pathetic |
            screw you | retard | scum | jerk | you are useless
        """,
        "hi-Latn": """
            bewakoof | bewkoof | bevkoof | bevakoof | bewaqoof | pagal | pagal hai | gadha |
            gadhe | gadhaa | ullu | ullu ka pattha | ullu ke patthe | bakwas | bakwaas |
            nalayak | nikamma | kamina | kamine | harami | haramkhor | haramzada | saala | sala |
            saale | kutta | kutte | kutiya | chutiya | chutiye | chutia | madarchod | maderchod |
            behenchod | bhenchod | bhosdike | bhosdi ke | gandu | gaandu | lodu | jhandu | chup |
            chup raho | chup ho ja | chup kar | chup kar ja | bhaad me ja | bhad me jao |
            dimag kharab hai | bekar | bekaar | faltu | faaltu | ghatiya | dafa ho | dafa ho ja |
            nafrat hai | tatti | randi | suar | badtameez | besharam
        """,
        "hi": """
            बेवकूफ | बेवक़ूफ़ | मूर्ख | पागल | पागल हो | पागल है | गधा | गधे | उल्लू |
            उल्लू का पट्ठा | उल्लू के पट्ठे | बकवास | नालायक | निकम्मा | निकम्मे | कमीना |
            कमीने | हरामी | हरामखोर | हरामज़ादा | साला | साले | कुत्ता | कुत्ते | कुतिया |
            चूतिया | चूतिए | मादरचोद | बहनचोद | भोसड़ीके | गांडू | चुप | चुप रहो | चुप हो जा |
            चुप कर | भाड़ में जा | भाड़ में जाओ | दिमाग खराब है | बेकार | फालतू | घटिया |
            दफा हो | दफा हो जा | जाहिल | गंवार | सूअर | सुअर | टट्टी | नफरत है | बदतमीज़ | बेशर्म
        """,
    },
    "who": {
        "en": """
            who are you | who r u | who r you | who are u | what are you | what is your name |
            whats your name | your name | tell me your name | what is ur name | who made you |
            who created you | who built you | who is your creator | who is your owner |
            who is your developer | who developed you | who owns you | who is your boss |
            are you a bot | are you a robot | are you human | are you a human | are you real |
            are you an ai | are you ai | are you a person | are you a real person |
            are you chatgpt | are you chat gpt | are you alive | are you a machine |
            introduce yourself | tell me about yourself | about you | who are you bot |
            what is pramaan | who is pramaan | are you a man or a woman | am i talking to a bot |
            am i talking to a human | how old are you | what is your age | where are you from |
            where do you live | are you male or female | are you married
        """,
        "hi-Latn": """
            kaun ho | kaun ho tum | tum kaun ho | aap kaun ho | aap kaun hain | tu kaun hai |
            kaun ho aap | kon ho | tum kon ho | aap kon ho | ap kon ho | aap kaun hai |
            tera naam kya hai | tumhara naam kya hai | aapka naam kya hai | apka naam kya hai |
            apka naam kya h | tumhara naam | aapka naam | naam batao | apna naam batao |
            tumhe kisne banaya | aapko kisne banaya | tujhe kisne banaya | kisne banaya tumhe |
            apne bare me batao | apne baare me batao | apne baare mein batao |
            apne bare mein bataiye | kya tum robot ho | kya tum bot ho | kya aap robot hain |
            kya aap bot hain | kya aap insaan hain | kya tum insaan ho | tum insaan ho |
            tum robot ho | tum bot ho | tum kya ho | aap kya ho | kahan se ho | kahan rehte ho |
            tumhari umar kya hai | aap kaun | tum kaun | tumhara malik kaun hai |
            aapka malik kaun hai | kaun hai tu | kya tum ai ho | kya aap ai hain
        """,
        "hi": """
            कौन हो | कौन हो तुम | तुम कौन हो | आप कौन हो | आप कौन हैं | तू कौन है | कौन हैं आप |
            कौन हो आप | आप कौन है | तेरा नाम क्या है | तुम्हारा नाम क्या है | आपका नाम क्या है |
            आपका नाम | तुम्हारा नाम | नाम बताओ | अपना नाम बताओ | अपना नाम बताइए |
            तुम्हें किसने बनाया | आपको किसने बनाया | तुझे किसने बनाया | तुम्हें किसने बनाया है |
            आपको किसने बनाया है | अपने बारे में बताओ | अपने बारे में बताइए | अपना परिचय दो |
            अपना परिचय दीजिए | परिचय दो | क्या तुम रोबोट हो | क्या तुम बॉट हो |
            क्या आप रोबोट हैं | क्या आप बॉट हैं | क्या आप इंसान हैं | क्या तुम इंसान हो |
            क्या आप मनुष्य हैं | तुम इंसान हो | तुम रोबोट हो | तुम बॉट हो | तुम क्या हो |
            आप क्या हैं | आप क्या हो | कहाँ से हो | कहाँ रहते हो | आप कहाँ रहते हैं |
            तुम्हारी उम्र क्या है | आपकी उम्र क्या है | आप कौन | तुम कौन |
            तुम्हारा मालिक कौन है | आपका मालिक कौन है | कौन है तू | क्या आप एआई हैं |
            क्या तुम एआई हो
        """,
    },
    "able": {
        "en": """
            help | help me | i need help | can you help | can you help me | what can you do |
            what do you do | what can you do for me | how do you work | how does this work |
            how does it work | how to use | how to use you | how to use this | how do i use you |
            how do i use this | what do you know | what can i ask | what can i ask you |
            what should i ask | how to ask | what questions can i ask | what are you for |
            what is your purpose | what is your job | what is your work | options | menu |
            commands | where do you get your information | where do you get your news |
            what are your sources | your sources | which articles do you have |
            what articles do you have | what is this bot | instructions |
            what languages do you speak | which languages do you speak | do you speak hindi |
            do you speak english | do you know hindi | do you know english |
            can you speak hindi | do you understand hindi | are you reliable | can i trust you |
            how can you help me | how can you help | what is this bot for | speak in hindi |
            speak hindi | speak english | speak in english | talk in english | talk in hindi
        """,
        "hi-Latn": """
            kya kar sakte ho | aap mere liye kya kar sakte hain | tum kya kar sakte ho |
            aap kya kar sakte ho | aap kya kar sakte hain | kya kya kar sakte ho |
            aap kya karte hain | tum kya karte ho | aap kya karte ho | kya karte ho |
            tumhara kaam kya hai | aapka kaam kya hai | kya kaam hai | kaise kaam karte ho |
            kaise kam karte ho | aap kaise kaam karte hain | tum kaise kaam karte ho |
            ye kaise kaam karta hai | madad | madad karo | meri madad karo | madad chahiye |
            mujhe madad chahiye | help karo | meri help karo | help chahiye | kya puch sakta hu |
            kya pooch sakte hain | kya puchu | kya poochu | main kya puch sakta hu |
            kya kya puch sakte hain | kaise puchu | kaise poochu | kaise puche |
            tumhe kya pata hai | tumhe kya aata hai | tum kya jante ho | aap kya jante hain |
            kya aap hindi jante hain | hindi aati hai | kya tumhe hindi aati hai |
            hindi me baat karo | hindi mein baat karo | hindi bolo | hindi me bolo |
            tum kya kya kar sakte ho | tumhari khabar kahan se aati hai |
            aapki jankari kahan se aati hai | tum kis kaam ke ho
        """,
        "hi": """
            क्या कर सकते हो | तुम क्या कर सकते हो | आप क्या कर सकते हो | आप क्या कर सकते हैं |
            क्या क्या कर सकते हो | आप क्या क्या कर सकते हैं | आप क्या करते हैं |
            तुम क्या करते हो | आप क्या करते हो | क्या करते हो | तुम्हारा काम क्या है |
            आपका काम क्या है | कैसे काम करते हो | आप कैसे काम करते हैं | तुम कैसे काम करते हो |
            यह कैसे काम करता है | ये कैसे काम करता है | मदद | मदद करो | मदद कीजिए |
            मेरी मदद करो | मेरी मदद कीजिए | मदद चाहिए | मुझे मदद चाहिए |
            क्या आप मेरी मदद कर सकते हैं | क्या तुम मेरी मदद कर सकते हो | सहायता | सहायता करें |
            हेल्प | हेल्प करो | हेल्प मी | क्या पूछ सकता हूँ | क्या पूछ सकते हैं | क्या पूछूँ |
            मैं क्या पूछ सकता हूँ | मैं क्या पूछूँ | मैं आपसे क्या पूछ सकता हूँ |
            मैं तुमसे क्या पूछ सकता हूँ | कैसे पूछूँ | कैसे पूछें | तुम्हें क्या आता है |
            तुम्हें क्या पता है | तुम क्या जानते हो | आप क्या जानते हैं |
            क्या आप हिंदी जानते हैं | हिंदी आती है | क्या आपको हिंदी आती है | हिंदी में बात करो |
            हिंदी में बोलो | आपकी जानकारी कहाँ से आती है | आपके पास कौन से लेख हैं |
            आपके स्रोत क्या हैं | क्या आप पर भरोसा कर सकते हैं | तुम किस काम के हो |
            तुम क्या क्या कर सकते हो
        """,
    },
    "assent": {
        "any": """
            ok | okay | okk | k | kk | hmm | hm | oh | ohh | oho | done | ya | umm | um | acha ok
        """,
        "en": """
            okey | fine | alright | all right | got it | i see | understood | sure | yes | yeah |
            yep | yup | no | nope | nah | never mind | nevermind | right | no problem |
            no thanks | that is all | thats all | nothing | nothing else | carry on |
            interesting | sorry | my mistake | i am sorry | my bad | pardon | excuse me
        """,
        "hi-Latn": """
            theek hai | thik hai | theek h | thik h | theek | thik | thek hai | accha | acha |
            achha | achchha | haan | han | ha | haanji | hanji | ji | ji haan | jee | nahi |
            nahin | nhi | ji nahi | kuch nahi | kuchh nahi | koi baat nahi | koi bat nahi |
            samajh gaya | samajh gayi | samjha | samajh aa gaya | pata chal gaya | bas |
            bas itna hi | maaf karna | maaf karo | maaf kijiye | mafi | chalo | chalo theek hai
        """,
        "hi": """
            ठीक है | ठीक | अच्छा | अच्छा ठीक है | हाँ | हां | जी | जी हाँ | हाँ जी | नहीं |
            जी नहीं | कुछ नहीं | कोई बात नहीं | समझ गया | समझ गयी | समझ गई | समझा | समझ आ गया |
            पता चल गया | बस | बस इतना ही | माफ करना | माफ़ करो | माफ कीजिए | माफी | क्षमा करें |
            क्षमा कीजिए | क्षमा | ओके | ओह | हम्म | हूँ | चलो | चलो ठीक है | सॉरी | ओहो
        """,
    },
    "farewell": {
        "any": """
            bye | bye bye | goodbye | gn | tata | ta ta | cya
        """,
        "en": """
            good bye | good night | see you | see you later | see ya | see u | take care |
            have a nice day | have a good day | talk to you later | farewell
        """,
        "hi-Latn": """
            alvida | phir milenge | fir milenge | phir milte hain | fir milte hai | shubh ratri |
            chalta hu | chalta hoon | chalte hain | khuda hafiz | allah hafiz | kal milte hain |
            kal milenge | shabba khair
        """,
        "hi": """
            अलविदा | फिर मिलेंगे | फिर मिलते हैं | शुभ रात्रि | चलता हूँ | चलते हैं |
            खुदा हाफिज | बाय | बाय बाय | टाटा | गुड नाइट | गुड बाय | कल मिलते हैं | कल मिलेंगे |
            विदा | शब्बा खैर
        """,
    },
}

AROUND: Final = """
    bot | robot | pramaan | praman | प्रमाण | बॉट | रोबोट | ji | जी | sir | सर | madam | मैडम |
    maam | bhai | भाई | bhaiya | भैया | bhaisahab | dost | दोस्त | yaar | यार | yar | bro |
    buddy | dear | friend | my friend | mate | mitra | मित्र | guru | गुरु | sahab | साहब | didi
    | दीदी | everyone | all | sabko | सबको | aap sabko | please | plz | pls | कृपया | kripya |
    so | very | much | so much | very much | a lot | then | now | again | too | just | really |
    बहुत | bahut | bohot | बहुत बहुत | आपका | aapka | apka | आपको | aapko | apko | तुम्हारा |
    तुमको | tumko | tumhe | तुम्हें | तुम | tum | tu | तू | आप | aap | ap | you | u | your | are
    | is | a | an | the | such | what | hai | है | हो | ho | h | हैं | hain | ek | एक | bilkul |
    बिल्कुल | फिर | phir | fir | to | तो | अरे | arre | arey | अरे यार | oh | o | ओ | ए | for
    that | for this | for you | this | that | it | i | am | me | yes | मेरे | mere | mera | मेरा
    | today | आज | aaj | there | well | and | और | aur | tera | तेरा | तेरी | teri | sa | सा |
    kya | क्या | मेरे लिए | mere liye | for me | हमारे लिए | मित्रों | दोस्तों | dosto |
    doston | friends
"""
"""Words that stand beside such phrases and add nothing; alone they are no talk."""

QUESTION_WORDS: Final = """
    what when where who whom whose which why how tell kya kab kahan kaha kaun kon kis kise kisne
    kisse kisko kiska kiski kiske kin kinhe kinhone kyu kyun kyon kaise kaisa kaisi kitna kitne
    kitni batao bataiye bata क्या कब कहाँ कहां कौन कौनसा किस किसे किसने किससे किसको किसका किसकी किसके किन
    किन्हें किन्होंने क्यों कैसे कैसा कैसी कितना कितने कितनी बताओ बताइए बताएँ बता
"""
"""Words that ask, in English, Devanagari and Latin letters."""
