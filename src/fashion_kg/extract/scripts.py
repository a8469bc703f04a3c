"""Characters of the scripts that have no capitals, for the insides of a class of an expression."""

HANGUL = "가-힣"
HIRAGANA = "ぁ-ゟ"
KATAKANA = "ァ-ヴー"
IDEOGRAPHS = r"々\u3400-\u9fff\U00020000-\U0003ffff"
DOTS = "·・･‧•．=＝"
"""What parts the words of a name from abroad."""
