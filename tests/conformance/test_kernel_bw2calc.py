"""bw2calc 3.1 (Brightway) on the same matrices: scores, supply arrays and Monte Carlo distributions."""

from __future__ import annotations

import logging
import warnings

import numpy as np
import pytest

from greencard.footprint.kernel import compile_snapshot, snapshot_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it advises to install pypardiso
    bw2calc = pytest.importorskip("bw2calc")
    bwp = pytest.importorskip("bw_processing")

logging.getLogger("bw2calc").setLevel(logging.WARNING)


def system(seed, size, per_process, own):
    rng = np.random.default_rng(seed)
    count = int(size * per_process)
    consumers, providers = rng.integers(0, size, (2, count))
    kept = (consumers != providers) | (rng.random(count) < own)
    key = np.unique(consumers[kept] * size + providers[kept])
    consumers, providers = np.divmod(key, size)
    amounts = rng.lognormal(0, 1, consumers.size)
    amounts *= 0.85 / np.bincount(consumers, weights=amounts, minlength=size)[consumers]
    emitted = np.zeros((size, 8))
    emitted[:, 0] = rng.lognormal(0, 1, size)
    return consumers, providers, amounts, emitted


def package(size, consumers, providers, amounts, emitted, sigma=None):
    """Brightway's matrices: products by activities with 1 on the diagonal, own use taken off it."""
    data = bwp.create_datapackage()
    one = np.arange(size)
    # An entry that stands twice is added up: production 1 and own use -a share the diagonal.
    indices = np.array(
        list(zip(np.append(one, providers).tolist(), np.append(one, consumers).tolist(), strict=True)),
        dtype=bwp.INDICES_DTYPE,
    )
    values = np.append(np.ones(size), amounts)
    spreads = None
    if sigma is not None:
        spreads = np.zeros(values.size, dtype=bwp.UNCERTAINTY_DTYPE)
        spreads["loc"] = values
        spreads["uncertainty_type"][size:] = 2  # lognormal
        spreads["loc"][size:] = np.log(amounts)
        spreads["scale"][size:] = sigma
        spreads["shape"] = spreads["minimum"] = spreads["maximum"] = np.nan
    data.add_persistent_vector(
        matrix="technosphere_matrix",
        indices_array=indices,
        data_array=values,
        flip_array=np.append(np.zeros(size, dtype=bool), np.ones(amounts.size, dtype=bool)),
        distributions_array=spreads,
        sum_intra_duplicates=True,
    )
    flows = np.array([(size, at) for at in range(size)], dtype=bwp.INDICES_DTYPE)
    data.add_persistent_vector(matrix="biosphere_matrix", indices_array=flows, data_array=emitted[:, 0])
    data.add_persistent_vector(
        matrix="characterization_matrix",
        indices_array=np.array([(size, 0)], dtype=bwp.INDICES_DTYPE),
        data_array=np.ones(1),
    )
    return data


@pytest.mark.filterwarnings("ignore")  # its own: deprecations of its dependencies, advice about solvers
@pytest.mark.parametrize(
    ("size", "per_process", "own"), [(30, 1, 0), (50, 3, 1), (60, 20, 0.5), (400, 2, 0), (400, 8, 1)]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_scores_and_supply(size, per_process, own, seed):
    consumers, providers, amounts, emitted = system(seed, size, per_process, own)
    names = [f"p{number}" for number in range(size)]
    kernel = compile_snapshot(snapshot_of(names, consumers, providers, amounts, emitted))
    lca = bw2calc.LCA({0: 1.0}, data_objs=[package(size, consumers, providers, amounts, emitted)])
    lca.lci(factorize=True)
    lca.lcia()
    places = [lca.dicts.activity[number] for number in range(size)]
    for process in np.random.default_rng(seed).integers(0, size, 12).tolist():
        lca.lci({process: 3.0})
        lca.lcia_calculation()
        assert kernel.footprints([0, 1], [process], [3.0])[0, 0] == pytest.approx(lca.score, rel=1e-10)
        demand = np.zeros(size)
        demand[process] = 3.0
        np.testing.assert_allclose(kernel.scaling(demand), lca.supply_array[places], rtol=1e-10, atol=1e-13)


@pytest.mark.filterwarnings("ignore")
def test_monte_carlo_has_the_same_distribution():
    from scipy.stats import ks_2samp

    size, sigma = 25, 0.2
    consumers, providers, amounts, emitted = system(5, size, 2, 0)
    names = [f"p{number}" for number in range(size)]
    snapshot = snapshot_of(names, consumers, providers, amounts * 0.5, emitted, amount_sigma=sigma)
    process = int(np.argmax(np.diff(snapshot.starts)))
    ours = compile_snapshot(snapshot).monte_carlo(2000, 3, processes=[process])[:, 0]
    data = package(size, consumers, providers, amounts * 0.5, emitted, np.full(amounts.size, sigma))
    lca = bw2calc.LCA({process: 1.0}, data_objs=[data], use_distributions=True, seed_override=4)
    lca.lci()
    lca.lcia()
    theirs = [lca.score for _ in zip(range(600), lca, strict=False)]
    assert ks_2samp(ours, theirs).pvalue > 1e-3
    assert ours.std() == pytest.approx(np.std(theirs), rel=0.12)
