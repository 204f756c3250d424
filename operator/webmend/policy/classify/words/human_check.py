"""The site wants proof that a person is there."""

from .phrases import Phrases

HUMAN_CHECK = Phrases(
    en=(
        "verify you are human",
        "verify that you are human",
        "confirm ~ you are human",
        "confirm you are not a robot",
        "not a robot",
        "are you a robot",
        "are you human",
        "checking your browser",
        "checking if the site connection is secure",
        "complete ~ security check",
        "unusual traffic",
        "drag the slider",
        "slide to verify",
        "solve ~ puzzle",
    ),
    de=("kein roboter", "dass sie ein mensch sind", "ungewöhnlichen datenverkehr", "sicherheitsprüfung ~ abschließen"),
    fr=("pas un robot", "que vous êtes humain", "que vous êtes un humain", "trafic inhabituel"),
    es=("no soy un robot", "no eres un robot", "que eres humano", "que es humano", "tráfico inusual"),
    pt=("não sou um robô", "não é um robô", "que você é humano", "tráfego incomum"),
    it=("non sono un robot", "di essere umano", "di non essere un robot", "traffico anomalo"),
    nl=("geen robot", "dat u een mens bent", "dat je een mens bent", "ongebruikelijk verkeer"),
    pl=("nie jestem robotem", "że jesteś człowiekiem", "nietypowy ruch"),
    cs=("nejsem robot", "že jste člověk", "neobvyklý provoz"),
    he=("אני לא רובוט", "שאינך רובוט", "שאתה אנושי"),
    ja=("私はロボットではありません", "人間であることを確認", "ロボットではないこと"),
    zh=("不是机器人", "真人验证", "人机验证", "拖动滑块", "我不是機器人"),
)
