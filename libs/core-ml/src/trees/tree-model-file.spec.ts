import { LintelError } from '@lintel/contracts';
import { predictTrees } from './predict-trees';
import { noisyTargets, randomMatrix } from './testing/random-rows';
import { trainTrees } from './train-trees';
import { type TreeModel } from './tree-model';
import { decodeTreeModel, encodeTreeModel } from './tree-model-file';

const features = randomMatrix(300, [0, 7, 40], 5);

async function trained(): Promise<TreeModel> {
  const targets = noisyTargets(features, 5);
  const options = { objective: { kind: 'huber', delta: 2 } as const, rounds: 10 };
  return (await trainTrees({ training: { features, targets }, options, seed: 1 })).model;
}

describe('the file of a tree model', () => {
  it('holds the whole model', async () => {
    const model = await trained();
    const bytes = encodeTreeModel(model);
    // Begins at an odd byte, as a slice of a larger file may.
    const moved = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    const read = decodeTreeModel(moved);
    expect(read).toEqual(model);
    expect(predictTrees(read, features)).toEqual(predictTrees(model, features));
  });

  it('is refused where it is cut off, too long, or of another kind', async () => {
    const bytes = encodeTreeModel(await trained());
    for (const broken of [
      bytes.subarray(0, 10),
      bytes.subarray(0, 17),
      bytes.subarray(0, -1),
      Buffer.concat([bytes, bytes]),
      Buffer.from('{}'),
    ]) {
      expect(() => decodeTreeModel(broken)).toThrow(LintelError);
    }
  });

  it('is refused where a walk would leave the tree or never end', async () => {
    const model = await trained();
    const changed: Partial<TreeModel>[] = [
      { left: model.left.with(0, 0) },
      { right: model.right.with(0, model.feature.length) },
      { feature: model.feature.with(0, 3) },
      { roots: model.roots.with(1, 0) },
      { setStarts: model.setStarts.with(1, 9999) },
    ];
    for (const change of changed) {
      expect(() => decodeTreeModel(encodeTreeModel({ ...model, ...change }))).toThrow(/MODEL|tree|Tree|Node/);
    }
  });
});
