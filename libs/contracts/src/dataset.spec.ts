import { type Dataset, viewDataset } from './dataset';

/** Example i is the value i; reads through `this`, as datasets in files do. */
class Counted implements Dataset {
  readonly size = 3;
  readonly exampleShape = [1];
  readonly dtype = 'uint8';
  readonly classNames = ['a', 'b'];
  readonly labels = Int32Array.of(0, 1, 1);
  readonly groups = ['x', 'x', 'y'];
  readonly exampleHashes = new Uint8Array(96);
  readonly contentHash = 'counted';
  isOpen = true;
  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void {
    if (this.isOpen) target.set(Array.from(indices));
  }
  close(): void {
    this.isOpen = false;
  }
}

describe('a view of a dataset', () => {
  it('keeps everything that it does not change: groups and hashes of pictures, too', () => {
    const dataset = new Counted();
    const view = viewDataset(dataset, { classNames: ['a', 'b', 'c'] });
    const { size, labels, groups, exampleHashes, contentHash, exampleShape, dtype } = dataset;
    expect(view).toMatchObject({ size, labels, groups, exampleHashes, contentHash, exampleShape, dtype });
    expect(view.classNames).toEqual(['a', 'b', 'c']);
    const target = new Uint8Array(2);
    view.read([2, 1], target);
    expect([...target]).toEqual([2, 1]);
    view.close();
    expect(dataset.isOpen).toBe(false);
  });

  it('leaves out an optional part that it names as undefined', () => {
    expect('groups' in viewDataset(new Counted(), { groups: undefined })).toBe(false);
  });
});
