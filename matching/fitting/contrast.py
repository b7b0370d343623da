"""A linear map under which a need stands nearest to what answers it, in whatever languages.

The loss is that of noise contrastive estimation over the others' passages (van den Oord, Li and
Vinyals 2018, "Representation Learning with Contrastive Predictive Coding", arXiv:1807.03748),
one term for each pair of a need and a passage that answers it: every such passage, of any
language, is to stand above all passages of other contents, those of the need's own language and
those of neighbouring subjects among them. The map is drawn to the identity, so that what the
texts do not speak of stays as the encoder has it.
"""

from __future__ import annotations

import numpy as np

from matching.fitting.texts import Side

STEPS = 120
RATE = 5e-3


def learn_map(asked: Side, told: Side, temperature: float, decay: float) -> np.ndarray:
    """The map, float32, shape (dimension, dimension): ``unit(centred @ map)``.

    ``decay`` weighs the squared distance from the identity; where it is infinite, the map is the
    identity. The sides' vectors are centred already. Gives the same map for the same vectors.
    """
    import torch

    if np.isinf(decay):
        return np.eye(asked.vectors.shape[1], dtype=np.float32)
    same = torch.tensor(asked.column("content")[:, None] == told.column("content")[None])
    # Only texts of one source are known not to be about the same thing.
    comparable = asked.column("source")[:, None] == told.column("source")[None]
    blocked = same | ~torch.tensor(comparable)
    rows, columns = torch.nonzero(same, as_tuple=True)
    queries, passages = torch.tensor(asked.vectors), torch.tensor(told.vectors)
    identity = torch.eye(queries.shape[1])
    change = torch.zeros_like(identity, requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=RATE)
    for _ in range(STEPS):
        towards = torch.nn.functional.normalize
        mapped = identity + change
        scores = towards(queries @ mapped) @ towards(passages @ mapped).T / temperature
        others = scores.masked_fill(blocked, -torch.inf).logsumexp(1)
        losses = torch.nn.functional.softplus(others[rows] - scores[rows, columns])
        loss = losses.mean() + decay * (change**2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return (identity + change).detach().numpy()
