"""Common words of the news, Hindi and English of the same thing in one row: nouns and verbs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from store.text import normalise, stem

_PEOPLE: Final = """
सैनिक जवान फौजी सैन्यकर्मी | soldier troop trooper serviceman servicemen
इंजीनियर अभियंता | engineer
लोग व्यक्ति शख्स इंसान आदमी जन | people person persons
नागरिक | citizen civilian
बच्चा बच्चे बच्चों | child children kid
महिला औरत स्त्री | woman women
पुरुष मर्द | man men
छात्र छात्रा विद्यार्थी | student pupil
शिक्षक अध्यापक | teacher
किसान कृषक | farmer
मजदूर श्रमिक कामगार कर्मी कर्मचारी | worker employee staff labourer
अधिकारी अफसर | officer official
पुलिसकर्मी सिपाही | policeman policemen police constable
डॉक्टर चिकित्सक | doctor
मरीज रोगी | patient
यात्री मुसाफिर | passenger traveller
पर्यटक सैलानी | tourist visitor
शरणार्थी | refugee
प्रवासी | migrant immigrant
निवासी बाशिंदा | resident inhabitant settler
कैदी | prisoner inmate
बंधक | hostage
आतंकी आतंकवादी उग्रवादी | terrorist militant
मतदाता वोटर | voter
मेहमान अतिथि | guest
सदस्य | member
नेता | leader
मंत्री | minister
सांसद | mp
विधायक | mla
पत्रकार | journalist reporter
वैज्ञानिक | scientist
खिलाड़ी | player
दर्शक | viewer spectator
ग्राहक उपभोक्ता | customer subscriber consumer user
"""
_THINGS: Final = """
परिवार कुटुंब | family household
घर मकान | house home
इमारत बिल्डिंग | building
कमरा | room
गांव | village
शहर नगर | city cities town
जिला | district
राज्य प्रांत | state province
देश राष्ट्र मुल्क | country countries nation
कंपनी | company companies firm
स्कूल विद्यालय | school
कॉलेज महाविद्यालय | college
विश्वविद्यालय यूनिवर्सिटी | university universities
अस्पताल | hospital
वाहन गाड़ी | vehicle
कार | car
बस | bus
ट्रेन रेलगाड़ी | train
ट्रक | truck
विमान हवाईजहाज जेट | aircraft plane jet airplane
हेलीकॉप्टर | helicopter
जहाज पोत नाव | ship vessel boat
ड्रोन | drone
मिसाइल प्रक्षेपास्त्र | missile
रॉकेट | rocket
टैंक | tank
बम | bomb
हथियार शस्त्र | weapon arm
बंदूक राइफल | gun rifle
उपग्रह सैटेलाइट | satellite
सीट | seat
वोट मत | vote
अंक पॉइंट | point digit
समय वक्त | time
गोल | goal
रन | run
विकेट | wicket
मैच मुकाबला खेल गेम | match game
पदक मेडल | medal
टीम | team
पुरस्कार अवॉर्ड अवार्ड | award prize
फिल्म | film movie
गाना गीत | song
किताब पुस्तक | book
पेज पृष्ठ | page
भाषा | language
प्रजाति | species
पेड़ वृक्ष | tree
जानवर पशु | animal
शव लाश | body bodies corpse
मामला केस | case
मौत मृत्यु | death
हमला | attack strike
समझौता करार | agreement deal
बैठक | meeting
नौकरी रोजगार | job
परियोजना प्रोजेक्ट | project
स्टेशन | station
सड़क | road
पुल | bridge
चरण दौर | phase round stage
मंजिल | floor storey
चैनल | channel
टिकट | ticket
दुकान | shop store
पंचायत | panchayat
बोर्ड | board
भाग हिस्सा | part
टुकड़ी बटालियन | battalion contingent unit
द्वीप | island
जोड़ा | couple pair
रिकॉर्ड | record
वर्षगांठ सालगिरह जयंती | anniversary
प्रश्न सवाल | question
"""

_VERBS: Final = """
भेज | send sent dispatch
मार मर मारना मौत मृत मृत्यु हत्या | kill die dead death
घायल जख्मी | wound injure hurt injured
पहुंच | arrive reach
आए आया आई आने आना | came come
तैनात तैनाती | deploy station deployment
जीत विजेता | win won winner
हार हराया हराकर | lose lost defeat beat
खरीद | buy bought purchase
बेच बिक्री | sell sold sale
गिरफ्तार गिरफ्तारी | arrest
बना निर्माण निर्मित | build built construct construction
शामिल | attend include join
हस्ताक्षर दस्तखत | sign
मुलाकात | meet met
लॉन्च प्रक्षेपित शुभारंभ | launch
शुरू आरंभ प्रारंभ शुरुआत | start begin began begun
समाप्त खत्म समाप्ति | end finish conclude
खोला खुला खोल उद्घाटन | open inaugurate
स्थापित स्थापना | establish found founded set
प्रकाशित प्रकाशन | publish
घोषणा ऐलान घोषित | announce announcement declare
रिहा रिहाई | release free
विस्थापित बेघर | displace homeless
लापता | missing
नष्ट तबाह ध्वस्त | destroy
खर्च | spend spent cost
निर्यात | export
आयात | import
जन्म पैदा | born birth
चुना चयन निर्वाचित | elect choose chosen select
दौरा यात्रा | visit
लौट वापसी | return
पारित | pass
दर्ज | register record
बढ़ वृद्धि | rise rose increase grow grew
घट गिरावट कमी | fall fell decrease decline
इस्तीफा | resign resignation
खोज | discover discovery find invent
"""

_NAMES: Final = """
अमेरिका अमेरिकी | us usa america american
रूस रूसी | russia russian
चीन चीनी | china chinese
भारत भारतीय | india indian
उत्तर उत्तरी | north northern
दक्षिण दक्षिणी | south southern
पूर्व पूर्वी | east eastern
पश्चिम पश्चिमी | west western
जर्मनी जर्मन | germany german
फ्रांस फ्रांसीसी | france french
ब्रिटेन ब्रिटिश | britain british uk
यूक्रेन यूक्रेनी | ukraine ukrainian
कोरिया कोरियाई | korea korean
जापान जापानी | japan japanese
पाकिस्तान पाकिस्तानी | pakistan pakistani
राष्ट्रपति | president
प्रधानमंत्री | pm premier
अतिरिक्त | additional extra more further
युद्ध जंग | war
संधि | treaty
पहला पहली | first
"""

TABLES: Final = (_PEOPLE, _THINGS, _VERBS, _NAMES)
"""Every table: a meaning a line, Hindi words, a bar, English words."""


def _stems(*tables: str) -> dict[str, int]:
    """Each word's stem with the number of its row, counted from 0 over all tables."""
    rows = "\n".join(table.strip() for table in tables).splitlines()
    return {
        stem(normalise(word)): number
        for number, row in enumerate(rows)
        for word in row.replace("|", " ").split()
    }


_NOUN_ROWS: Final = _stems(_PEOPLE, _THINGS)
_VERB_ROWS: Final = _stems(_VERBS)
_NAME_ROWS: Final = _stems(_NAMES)
_PERSON: Final = _NOUN_ROWS["person"]
_PEOPLE_ROWS: Final = len(_PEOPLE.strip().splitlines())


@lru_cache(maxsize=20_000)
def noun(word: str) -> int | None:
    """The number of the thing counted that a word names, in either language; None if unknown."""
    return _NOUN_ROWS.get(stem(normalise(word)))


@lru_cache(maxsize=20_000)
def verb(word: str) -> int | None:
    """The number of the deed that a verb, or a noun made from it, names; None if unknown."""
    return _VERB_ROWS.get(stem(normalise(word)))


@lru_cache(maxsize=20_000)
def name(word: str) -> int | None:
    """The number of the country, direction or the like; None if unknown."""
    return _NAME_ROWS.get(stem(normalise(word)))


def mean_the_same(one: str, other: str) -> bool:
    """Whether both words stand in one row of a table."""
    return any(
        (number := table(one)) is not None and number == table(other)
        for table in (noun, verb, name)
    )


def same_noun(asked: int, counted: int) -> bool:
    """Whether a count of `counted` answers a question for `asked`: people may be any people."""
    return asked == counted or (asked == _PERSON and counted < _PEOPLE_ROWS)
