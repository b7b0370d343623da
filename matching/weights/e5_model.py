"""An ordinary BERT encoder and its tokenizer, made of what the weights file holds."""

from __future__ import annotations

import unicodedata

import numpy as np

from matching.weights.e5_file import Header, Vocabulary, WeightsError

MAX_TOKENS = 512
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def bert_name(name: str) -> str:
    """The tensor's name in an ordinary BERT encoder: ``l3.fi.w`` is layer 3's feed-forward in."""
    if name in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[name]
    layer, part, which = name.split(".")
    ending = "weight" if which == "w" else "bias"
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{ending}"


def build_network(header: Header, tensors: dict[str, np.ndarray]):
    import torch
    from transformers import BertConfig, BertModel

    network = BertModel(
        BertConfig(
            vocab_size=header.vocabulary,
            hidden_size=header.hidden,
            num_hidden_layers=header.layers,
            num_attention_heads=header.heads,
            intermediate_size=header.feed_forward,
            max_position_embeddings=header.positions,
            type_vocab_size=header.types,
            layer_norm_eps=header.epsilon,
        ),
        add_pooling_layer=False,
    )
    state = network.state_dict()
    for name, values in tensors.items():
        target = state[bert_name(name)]
        full = np.zeros(target.numel(), np.float32)  # missing token-type rows are zero
        full[: values.size] = values
        target.copy_(torch.from_numpy(full).reshape(target.shape))
    return network


def build_normaliser(replacements: dict[str, str]):
    """The file's map of characters is NFKC but for a few that become a space or nothing."""
    from tokenizers import Regex, normalizers

    special = {
        character: becomes
        for character, becomes in replacements.items()
        if unicodedata.normalize("NFKC", character) != becomes
    }
    if not set(special.values()) <= {"", " "}:
        raise WeightsError("The weights file maps characters in a way that is not known here.")
    classes = [
        normalizers.Replace(
            Regex("[" + "".join(f"\\x{{{ord(c):x}}}" for c in special if special[c] == to) + "]"),
            to,
        )
        for to in ("", " ")
    ]
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    return normalizers.Sequence([*classes, normalizers.NFKC(), spaces])


def build_tokenizer(vocabulary: Vocabulary):
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unk))
    tokenizer.normalizer = build_normaliser(vocabulary.replacements)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=MAX_TOKENS,
    )
