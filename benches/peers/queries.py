"""queries.py SECTIONS.tsv > QUERIES.tsv: about 1,100 queries in the corpus' own words, always the same ones.

A line is class, operator (and, or, phrase), words, role (empty but for filtered queries). Words are plain ASCII, no
stop words, and spread over three kinds: rare (in three sections or 0.1% of them), medium, common (in more than 1%). The
words of a query stand in one section, so that no AND, phrase or filtered query is empty.
"""
import collections, random, re, sys

# What one engine or another leaves out, and the operators of query languages.
STOP = set("""a about after all also an and any are as at be because been before being but by can could did do does
doing down during each few for from further had has have having he her here him his how i if in into is it its just like
may me more most my near no nor not now of off on once one only or other our out over own same she should so some such
than that the their them then there these they this those through to too under until up use used uses using very was we
were what when where which while who why will with would you your""".split())
WORD = re.compile(r"[a-z]{3,20}")
KINDS = ("rare", "medium", "common")


def plain_words(text):
    """The lower-case words that every engine reads the same way: nothing but letters, with spaces around."""
    return [word for word in text.lower().split() if WORD.fullmatch(word) and word not in STOP]


def main(path):
    roles, texts = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            _, role, _, text = line.rstrip("\n").split("\t")
            roles.append(role.split(",")[0])
            texts.append(text)
    frequency = collections.Counter()
    for text in texts:
        frequency.update(set(plain_words(text)))

    def kind(word):
        times = frequency[word]
        return "rare" if times <= max(3, len(texts) / 1000) else "common" if times > len(texts) / 100 else "medium"

    chance = random.Random(5)
    by_kind = collections.defaultdict(list)
    # Words in one section only are mostly misspelt.
    for word in sorted(word for word in frequency if frequency[word] > 1):
        by_kind[kind(word)].append(word)
    seen = set()

    def print_once(name, operator, words, role=""):
        if len(set(words)) < len(words) or (operator, *words, role) in seen:
            return False
        seen.add((operator, *words, role))
        print(name, operator, " ".join(words), role, sep="\t")
        return True

    def draw(count, make):
        """Calls make until it has printed count queries, or does not get there in a hundred tries for each."""
        made = 0
        for _ in range(count * 100):
            made += made < count and make(made)

    def together(kinds, filtered=False):
        """A section and words in it, one of each of these kinds."""
        at = chance.randrange(len(texts))
        found = sorted(set(plain_words(texts[at])))
        words = []
        for wanted in kinds:
            fitting = [word for word in found if kind(word) == wanted and word not in words and frequency[word] > 1]
            if not fitting or (filtered and not roles[at]):
                return None
            words.append(chance.choice(fitting))
        return words, roles[at]

    def several(name, operator, mixes):
        def make(made):
            drawn = together(mixes[made % len(mixes)])
            return drawn is not None and print_once(name, operator, drawn[0])
        return make

    pairs = [(a, b) for n, a in enumerate(KINDS) for b in KINDS[n:]]
    triples = [("rare", "medium", "common"), ("medium", "medium", "common"), ("medium", "common", "common"),
               ("common", "common", "common")]

    def one_word(made):
        return print_once("one word", "and", [chance.choice(by_kind[KINDS[made % 3]] or by_kind["medium"])])

    draw(300, one_word)
    draw(300, several("two words", "and", pairs))
    draw(200, several("two words, OR", "or", pairs))
    draw(150, several("three words", "and", triples))

    def phrase(_):
        at = chance.randrange(len(texts))
        words = texts[at].lower().split()
        fitting = [list(pair) for pair in zip(words, words[1:]) if len(plain_words(" ".join(pair))) == 2]
        return bool(fitting) and print_once("phrase", "phrase", chance.choice(fitting))

    def filtered(made):
        drawn = together(pairs[made % len(pairs)], filtered=True)
        return drawn is not None and print_once("filtered", "and", *drawn)

    draw(50, phrase)
    draw(100, filtered)


main(sys.argv[1])
