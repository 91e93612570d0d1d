"""Words too common to tell one article from another, Hindi and English, as people write them."""

from __future__ import annotations

from typing import Final

HINDI: Final = """
का की के को में से ने पर तक वाला वाली वाले वालों लिए साथ द्वारा बाद पहले दौरान
है हैं हूँ हूं हो था थी थे थीं होगा होगी होंगे होता होती होते होना होने हुआ हुई हुए रहा रही रहे
गया गई गए जा जाता जाती जाते जाना जाने जाए जाएगा जाएगी सका सकी सके सकता सकती सकते
किया करता करती करते करना करने करें करेगा करेगी करेंगे दिया दी दिए लिया
और या तथा एवं व कि जो यदि अगर तो भी ही लेकिन किंतु परंतु मगर बल्कि क्योंकि इसलिए जैसे जैसा
यह ये वह वे इस उस इन उन इसे उसे इन्हें उन्हें इसने उसने इन्होंने उन्होंने इसका इसकी इसके
उसका उसकी उसके इनका इनकी इनके उनका उनकी उनके इसमें उसमें इनमें उनमें इससे उससे
मैं हम तुम आप मुझे हमें तुम्हें आपको मेरा मेरी मेरे हमारा हमारी हमारे आपका आपकी आपके
अपना अपनी अपने जिस जिन जिसे जिन्हें जिसने जिसका जिसकी जिसके जिनका जिनकी जिनके जिसमें जिनमें
क्या कौन कौनसा कौनसी कौनसे किस किन किसे किसने किसका किसकी किसके किन्हें किनके किसमें
किससे किसको किनसे किनको किनका किनकी किनमें किन्होंने किसलिए कौनसा जिससे जिसको जिनसे जिनको
इसको उसको इनको उनको इनसे उनसे मुझसे हमसे तुमसे आपसे हमको तुमको
कब कहाँ कहां क्यों कैसे कैसा कैसी कितना कितनी कितने कुछ कोई किसी सब
यहाँ यहां वहाँ वहां अब तब जब जहाँ जहां न नहीं मत एक बारे
बताइए बताओ बताएँ बताएं
"""

ENGLISH: Final = """
a an the of in on at to for from by with into about as and or but nor if than then so that this
these those it its is are was were be been being am has have had having do does did doing will would
shall should can could may might must not no he she they them his her hers their theirs him you your
yours we our ours i me my mine who whom whose which what when where why how there here also any some
such other over under during between after before while because tell please
"""
