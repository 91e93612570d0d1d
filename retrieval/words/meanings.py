"""Words of the news in Hindi and English, a meaning a row, to tell a translation from an invention.

The tables of `retrieval.words.glossary` and more; rows may share words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from retrieval.words.glossary import glossary_text, rows
from retrieval.words.news_words import mean_the_same, name, noun, verb
from store.text import normalise, stem

_OFFICES: Final = """
मुख्यमंत्री मुख्य | chief
मंत्री मंत्रालय | minister ministry ministerial
राष्ट्रपति अध्यक्ष सभापति | president chairman chairperson chair chief head
प्रधानमंत्री | prime minister pm premier
वित्त | finance financial
रक्षा | defence defense
विदेश विदेशी | foreign external
गृह | home interior
शिक्षा शैक्षिक | education educational school
स्वास्थ्य | health
ऊर्जा | energy
बिजली विद्युत | power electricity electric
रेल रेलवे | railway railways rail train
कृषि खेती | agriculture farm farming agricultural
विभाग | department
निर्माण | works construction building
लोक सार्वजनिक जन | public people
आयुक्त | commissioner
सचिव | secretary
निदेशक निर्देशक | director
प्रवक्ता | spokesperson spokesman spokeswoman
प्रमुख मुखिया | chief head
कार्यकारी | executive
अधिकारी अफसर | official officer
राज्यपाल | governor
महापौर मेयर | mayor mayoral
सांसद | mp lawmaker parliamentarian
विधायक | mla lawmaker legislator
विपक्ष विपक्षी | opposition
नेता | leader
दल पार्टी मोर्चा | party front
सरकार सरकारी शासन | government administration govt
केंद्र केंद्रीय | central union centre center
राज्य प्रदेश | state
संसद संसदीय | parliament parliamentary
न्यायालय अदालत कोर्ट | court
उच्चतम सर्वोच्च सुप्रीम | supreme top
उच्च | high
न्यायमूर्ति जस्टिस न्यायाधीश जज | justice judge
वकील अधिवक्ता | lawyer advocate counsel attorney
पुलिस | police
सेना सैन्य फौज | army military forces troops
नौसेना | navy naval
वायुसेना | airforce
समिति कमेटी | committee panel
आयोग | commission
संगठन संस्था | organisation organization body group
एजेंसी | agency
कंपनी फर्म | company firm
बैंक | bank
संयुक्त | united joint
कप्तान | captain skipper
कोच प्रशिक्षक | coach
अभिनेता अभिनेत्री कलाकार | actor actress artist star
लेखक लेखिका | author writer
वैज्ञानिक | scientist
प्रोफेसर प्राध्यापक | professor
डॉक्टर डॉ चिकित्सक | doctor dr
श्री श्रीमती | mr mrs ms
आयोजक | organiser organizer
पत्रकार संवाददाता | reporter journalist
विशेषज्ञ जानकार | expert analyst specialist
"""
_PLACES: Final = """
नदी | river
पहाड़ पर्वत | mountain hill
सागर समुद्र | sea ocean
झील | lake
जंगल वन | forest
तट किनारा | coast shore bank
बंदरगाह | port harbour harbor
हवाईअड्डा एयरपोर्ट | airport
स्टेशन | station
अस्पताल | hospital
स्कूल विद्यालय | school
कारखाना फैक्टरी फैक्ट्री संयंत्र | factory plant
जिला | district
राजधानी | capital
सीमा सरहद बॉर्डर | border frontier
क्षेत्र इलाका | area region sector
प्रांत | province
द्वीप | island
सड़क मार्ग | road street highway
राजमार्ग हाईवे | highway
मंदिर | temple
मस्जिद | mosque
दुकान | shop store stall
बाजार | market
शिविर कैंप | camp
मैदान | ground field
खदान खनन खान | mine mining
पटरी | rail track derail
गांव ग्राम | village
शहर नगर | city town urban
देश राष्ट्र | country nation national
दुनिया विश्व | world global
अंतरराष्ट्रीय | international
अंतरिक्ष | space
"""
_THINGS: Final = """
पुल सेतु | bridge
बांध | dam
ट्रेन रेलगाड़ी | train
एक्सप्रेस | express
रॉकेट | rocket
उपग्रह सैटेलाइट | satellite
मिशन अभियान | mission campaign drive operation
प्रक्षेपण लॉन्च छोड़ | launch
वजन भार | weight weigh
लागत खर्च लगा लगे | cost spend spent expense
कीमत दाम मूल्य | price cost
बजट | budget
पैसा धन राशि रकम | money amount fund sum
कर्ज ऋण लोन | loan debt
माफ माफी | waive waiver forgive
कर टैक्स | tax
जुर्माना | fine penalty fined
वेतन तनख्वाह | salary wage pay
मुआवजा | compensation
बिक्री बेच | sale sell sold
खरीद | buy bought purchase
आयात | import
निर्यात | export
व्यापार कारोबार | trade business
शेयर | share stock
निवेश | investment invest
उत्पादन | production output produce
कारखाने | factories plants
टिकट | ticket
वाहन गाड़ी | vehicle car
विमान | plane aircraft
जहाज | ship
हथियार | weapon arms
मिसाइल | missile
बाढ़ | flood flooding flooded
तूफान चक्रवात | storm cyclone
भूकंप | earthquake quake
आग | fire
सूखा | drought
अकाल | famine
बारिश वर्षा | rain rainfall
हवा | wind air
पानी जल | water
जलस्तर | water level river
रफ्तार गति | speed pace wind
तापमान | temperature
आपदा | disaster
राहत | relief
बचाव | rescue
खतरा खतरे जोखिम | danger risk threat
निशान | mark level
हादसा दुर्घटना | accident crash
फसल | crop
फैसला निर्णय | decision ruling verdict judgment
याचिका | petition plea
मामला | case matter
कानून | law act
विधेयक बिल | bill
समझौता करार संधि | agreement deal treaty pact accord
हस्ताक्षर | sign signature
बैठक | meeting
सम्मेलन | conference summit
समारोह | ceremony festival event function
महोत्सव उत्सव त्योहार | festival
मेला | fair
चुनाव निर्वाचन | election poll mayoral
मतदान | turnout voting vote poll polling
वोट मत | vote
गिनती गणना | count counting recount
दोबारा पुनः फिर | again recount re second
मांग | demand ask asked seek request call
बयान | statement
भाषण | speech
टिप्पणी | comment remark
घोषणा ऐलान | announce announcement declare
योजना | plan scheme
परियोजना | project
कार्यक्रम | programme program event
रिपोर्ट | report
जानकारी सूचना | information
खबर समाचार | news
आंकड़ा आंकड़े | figure data number
संख्या तादाद | number count
संपत्ति | property asset
पुरस्कार | award prize
फिल्म | film movie
भूमिका किरदार | role part play
डाकिया डाकिये | postman mailman
पुस्तक किताब | book
गीत गाना | song
कहानी | story
मैच मुकाबला | match game
फाइनल | final
टीम | team
रन | run score scored
विकेट | wicket
गोल | goal
पदक | medal
कप | cup
खेल खेला | sport game play played
लक्ष्य | target goal
चरण दौर | phase stage round
खुराक | dose drop
टीका वैक्सीन | vaccine
टीकाकरण | vaccination
बीमारी रोग | disease illness
लक्षण | symptom sign
इलाज उपचार | treatment
मरीज | patient
तैनाती तैनात | deploy deployment station
उकसावा उकसावे | provocation provoke
हमला | attack
युद्ध जंग लड़ाई | war fighting battle
शांति | peace
संघर्षविराम युद्धविराम | ceasefire truce
विरोध प्रदर्शन | protest
हड़ताल | strike
जांच | investigation probe inquiry
आरोप | allegation charge accuse
सजा | sentence punishment
जेल | jail prison
रिश्ते संबंध | relation tie
सुरक्षा | security safety
अधिकार | right
आबादी जनसंख्या | population
लोग व्यक्ति | people person
बच्चा बच्चे | child children kid
महिला | woman women
किसान | farmer
यात्री | passenger
घायल जख्मी | injured injure hurt wounded
मौत मृत्यु मारे मृत | die died dead death kill killed
पीड़ित | victim
परिवार | family
घर मकान | home house
छात्र | student
कर्मचारी | employee worker staff
"""
_DEEDS: Final = """
उद्घाटन | inaugurate inauguration open opened
पूरा संपन्न | complete finish finished completed
शुरू आरंभ | start begin began begun
खत्म समाप्त | end ended finish
डूब | submerge submerged drown sink underwater flood
पहुंच | reach arrive
टकरा | hit strike struck collide crash
क्षतिग्रस्त नुकसान क्षति | damage damaged
गुजर | pass use cross
उतर | derail left leave land off
बना बनी बने बनाया निर्मित | build built make making made construct
आधारित | base based
निभा | play played
जीत विजय | win won victory
हरा पराजित | beat beaten defeat defeated
हार | lose lost defeat
रख आवंटित | set allocate allocated aside put kept
दिया देना देने दी दिए | give given gave provide
मौजूद उपस्थित | present attend
शामिल हिस्सा | part include included join involve
आए आया आई | attend come came
बंद | close closed shut closure
खुल खोल | open opened
रह | remain stay
भेज | send sent
लौट वापस | return
मिल | find found get meet
लग | set put cost
खारिज ठुकरा | reject rejected dismiss dismissed
स्वीकार मंजूर | accept accepted approve approved
इनकार | decline declined refuse refused deny denied
लगाया | impose imposed fine fined
बढ़ | rise rose increase grow grew
घट गिर | fall fell decrease decline drop
बता | call called tell told say
कह | say said tell told
जोड़ | add
हो होगा होगी | happen take held
लिया लेना ली | take took taken
चल | run go
गिरफ्तार | arrest
रिहा | release free
चाह | want
मान | believe accept admit
सोच | think
उम्मीद आशा अपेक्षा | hope expect expectation
संभावना | possibility likely may
प्रयास कोशिश | try effort attempt
मदद सहायता | help aid assistance
समर्थन | support back
इस्तेमाल उपयोग प्रयोग | use
"""
_QUALITIES: Final = """
नया नई नए नवीन | new
पुराना | old
बड़ा बड़ी बड़े सबसे विशाल | big large largest biggest great major
छोटा | small little
लंबा | long
ऊंचा ऊपर | high above up
नीचे | below down
गंभीर | serious severe grave
पहला पहली पहले | first
अंतिम आखिरी | last final
पिछला पिछले गत | last previous past
अगला अगले | next coming
ज्यादा अधिक | more than up higher over
कम | less fewer lower
सभी सारे सब पूरे | all whole
हर प्रति रोज रोजाना प्रत्येक दैनिक | every each daily per
दिन | day daily
रात | night
सुबह | morning
शाम | evening
साल वर्ष | year
महीना माह महीने | month
सप्ताह हफ्ता | week
समय वक्त | time
आज | today
कल | tomorrow yesterday
मुफ्त निशुल्क | free
प्रतिद्वंद्वी | rival
उसी वही | same
पास निकट नजदीक करीब | near close
दूर | far away
अब अभी तक | now far
बाद | after later
दूसरा दूसरे दूसरी | second other
कई अनेक | many several
दोनों | both
संपूर्ण | entire
"""


_OF_NAMES: Final = frozenset({"geography", "history and religion"})
"""Sections of the glossary that list names beside common words."""


class _Listed(NamedTuple):
    meanings: Mapping[str, frozenset[int]]
    common: frozenset[str]


@lru_cache(maxsize=1)
def _listed() -> _Listed:
    """Each word's stem with the numbers of its rows; and which stems are no mere names."""
    tables = [(table, True) for table in (_OFFICES, _PLACES, _THINGS, _DEEDS, _QUALITIES)]
    for section in re.split(r"(?m)^(?=# )", glossary_text()):
        title = section.partition("\n")[0].removeprefix("# ")
        tables.append((section, title not in _OF_NAMES))
    numbers: dict[str, set[int]] = {}
    common: set[str] = set()
    told = ((row, plain) for table, plain in tables for row in rows(table))
    for number, (row, plain) in enumerate(told):
        for word in " ".join(row).split():
            key = stem(normalise(word))
            numbers.setdefault(key, set()).add(number)
            if plain:
                common.add(key)
    return _Listed({key: frozenset(found) for key, found in numbers.items()}, frozenset(common))


@lru_cache(maxsize=20_000)
def meanings(word: str) -> frozenset[int]:
    """The rows a word stands in; none for a word that no table knows."""
    return _listed().meanings.get(stem(normalise(word)), frozenset())


@lru_cache(maxsize=20_000)
def is_listed(word: str) -> bool:
    """Whether a table knows the word."""
    return bool(meanings(word)) or any(table(word) is not None for table in (noun, verb, name))


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a table knows the word as more than a name, so that it is hardly somebody's."""
    return (
        stem(normalise(word)) in _listed().common
        or noun(word) is not None
        or verb(word) is not None
    )


@lru_cache(maxsize=50_000)
def share_meaning(one: str, other: str) -> bool:
    """Whether two words, of either language, may mean the same."""
    return not meanings(one).isdisjoint(meanings(other)) or mean_the_same(one, other)
