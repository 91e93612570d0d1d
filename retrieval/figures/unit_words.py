"""Units, currencies and the words that end a counted noun; Hindi and English, normalised."""

from __future__ import annotations

from typing import Final

from store.text import normalise

_MEASURES: Final = {
    "year": "साल सालों वर्ष वर्षों बरस year years yr yrs",
    "month": "महीना महीने महीनों माह month months",
    "week": "सप्ताह हफ्ता हफ्ते हफ्तों week weeks",
    "day": "दिन दिनों दिवसीय day days",
    "hour": "घंटा घंटे घंटों hour hours hr hrs",
    "minute": "मिनट मिनटों minute minutes min mins",
    "second": "सेकंड सेकेंड seconds sec secs",
    "km": "किमी किलोमीटर km kms kilometre kilometres kilometer kilometers",
    "m": "मीटर m metre metres meter meters",
    "cm": "सेमी सेंटीमीटर cm centimetre centimetres centimeter centimeters",
    "mm": "मिमी मिलीमीटर mm millimetre millimetres",
    "mile": "मील mile miles",
    "ft": "फुट फीट ft foot feet",
    "inch": "इंच inch inches",
    "yard": "गज यार्ड yard yards",
    "hectare": "हेक्टेयर hectare hectares",
    "acre": "एकड़ acre acres",
    "kg": "किग्रा किलो किलोग्राम kg kgs kilo kilos kilogram kilograms",
    "g": "ग्राम gram grams",
    "tonne": "टन ton tons tonne tonnes",
    "gigatonne": "गीगाटन गिगाटन gigaton gigatons gigatonnes",
    "quintal": "क्विंटल quintal quintals",
    "litre": "लीटर litre litres liter liters",
    "barrel": "बैरल barrel barrels",
    "degree": "डिग्री degree degrees °",
    "megawatt": "मेगावाट मेगावॉट megawatt megawatts mw",
    "times": "बार times",
    "fold": "गुना गुनी fold",
    "km/h": "kmph kmh",
    "mph": "mph",
}
MEASURES: Final = {
    normalise(word): unit for unit, words in _MEASURES.items() for word in words.split()
}
"""Units of measure by their normalised words."""

KINDS_OF_MEASURE: Final = {
    "time": frozenset({"year", "month", "week", "day", "hour", "minute", "second"}),
    "length": frozenset({"km", "m", "cm", "mm", "mile", "ft", "inch", "yard"}),
    "area": frozenset({"km²", "m²", "mile²", "ft²", "yard²", "hectare", "acre"}),
    "speed": frozenset({"km/h", "mph", "m/s"}),
    "weight": frozenset({"kg", "g", "tonne", "gigatonne", "quintal"}),
    "age": frozenset({"year", "month", "day"}),
}
"""Which units answer which sort of question."""

UNITS_OF_MEASURE: Final = frozenset(MEASURES.values()).union(*KINDS_OF_MEASURE.values())
"""Every unit that a measured figure may have."""

_MONEY: Final = {
    "₹": "₹ रुपया रुपये रुपए रुपयों रूपये रूपए रुपया रु रुपयों rs inr rupee rupees",
    "$": "$ डॉलर डॉलरों dollar dollars usd",
    "€": "€ यूरो euro euros eur",
    "£": "£ पाउंड पौंड पाउन्ड pound pounds gbp",
    "¥": "¥ येन yen युआन yuan",
    "₽": "₽ रूबल rouble roubles ruble rubles",
}
MONEY: Final = {normalise(word): sign for sign, words in _MONEY.items() for word in words.split()}
"""Currencies by their normalised words and signs."""

PERCENT: Final = frozenset(
    normalise(word) for word in "% ％ प्रतिशत फीसदी फीसद percent pc percentage".split()
)


def _set(words: str) -> frozenset[str]:
    return frozenset(map(normalise, words.split()))


BREAKS: Final = _set(
    """
    ने को से में का के की पर तक और तथा एवं व या कि जो जिन जिनमें जिसमें जिसने जिन्होंने वाले वाला
    वाली वालों द्वारा लिए साथ बाद पहले दौरान बीच तो भी ही न नहीं लेकिन मगर जबकि जब तब हालांकि
    है हैं था थे थी थीं हो होगा होंगे होगी हुआ हुए हुई होने होते होता होती रहा रहे रही गया गए गई
    कर करके किया किए की करते करता करती करने करेगा करेंगे करेगी दिया दिए दी देगा देंगे देने देता
    लिया लिए लिए ली लेने लेगा लेंगे भेजा भेजे भेजी भेजने भेजेगा मारे मारा मारी जा जाएंगे जाने जाते
    आए आया आई आने बने बना बनाए बनाया बनाकर रहते रहने मिले मिला मिली मिलेंगे जीते जीता जीती हारे
    पहुंचे पहुंच पहुंचा पहुंची लौटे खोए खोया चलाए शामिल तैनात घायल मौजूद उपलब्ध गिरफ्तार बरामद दर्ज
    नष्ट प्रभावित बेघर लापता सक्रिय स्थित जारी खर्च भर्ती सवार कम अधिक ज्यादा यह ये वह वे इस उस
    इन उन अपने अपनी अपना जिसके जिनके पास प्रति अब तैनाती देकर लेकर करीब लगभग दोनों नकद
    the a an of in on at to for from by with into about as and or nor but if than then so that this
    these those it its is are was were be been being has have had will would shall should can could
    may might must not no he she they we who whom whose which what when where why how also after
    before since until during while because died dead killed wounded injured sent arrived came went
    took made lost won per each including despite under over between against across within
    """
)
"""Words before which the counted noun has ended."""

_STOPS: Final = frozenset("।॥.,;:!?()[]{}\"'“”‘’«»–—|/")


def breaks(word: str) -> bool:
    """Whether a noun phrase ends before this token (normalised, or a punctuation mark)."""
    return word in BREAKS or word in _STOPS
