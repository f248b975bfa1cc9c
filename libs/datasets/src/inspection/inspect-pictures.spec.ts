import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { countFindings } from '@lintel/contracts';
import { type PictureEntry } from '../loaders/image-folder';
import { type DatasetPart } from '../splits/split-shares';
import { inspectPictures, type PictureKnowledge } from './inspect-pictures';

/** Keys are file names whose folders are part and class; values are contents. */
function inspect(files: Record<string, string>, classNames = ['cup', 'shoe'], knowledge: PictureKnowledge = {}) {
  const entries = Object.keys(files).map((name): PictureEntry => {
    const folders = name.split('/');
    const className = folders.at(-2)!;
    const part = folders.length === 3 ? (folders[0] as DatasetPart) : null;
    return { path: join('/data', name), className, label: classNames.indexOf(className), part };
  });
  const hashes = Object.values(files).map((content) => createHash('sha256').update(content).digest());
  return inspectPictures(entries, Buffer.concat(hashes), classNames, '/data', knowledge);
}

/** `count` different pictures of a class. */
const many = (className: string, count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${className}/${at}.jpg`, `${className} ${at}`]));

describe('a folder of pictures', () => {
  it('that is as it should be gives nothing to report', () => {
    expect(inspect({ ...many('cup', 10), ...many('shoe', 400) })).toEqual({
      copies: [],
      contradictions: [],
      leaks: [],
      smallClasses: [],
      largestClass: 400,
      similarClasses: [],
      classes: [
        { className: 'cup', pictures: 10 },
        { className: 'shoe', pictures: 400 },
      ],
      sameNames: [],
      groups: null,
      lookAlikes: null,
    });
  });

  it('names the copies of a picture, and the picture under two classes', () => {
    const findings = inspect({
      'cup/1.jpg': 'x',
      'cup/2.jpg': 'x',
      'cup/3.jpg': 'y',
      'shoe/1.jpg': 'y',
      'shoe/2.jpg': 'z',
    });
    expect(findings.copies).toEqual([['cup/1.jpg', 'cup/2.jpg']]);
    expect(findings.contradictions).toEqual([['cup/3.jpg', 'shoe/1.jpg']]);
    expect(countFindings(findings)).toMatchObject({ copies: 1, contradictions: 1, leaks: { validation: 0, test: 0 } });
  });

  it('names test and validation pictures that were copied from an earlier part', () => {
    const { leaks, copies } = inspect({
      'test/cup/1.jpg': 'x',
      'test/cup/2.jpg': 'v',
      'train/cup/1.jpg': 'x',
      'train/cup/again.jpg': 'x',
      'validation/cup/1.jpg': 'x',
      'validation/cup/2.jpg': 'v',
      'test/cup/3.jpg': 'own',
      'test/cup/4.jpg': 'own',
    });
    expect(leaks).toEqual([
      { file: 'test/cup/1.jpg', part: 'test', copyOf: 'train/cup/1.jpg' },
      { file: 'validation/cup/1.jpg', part: 'validation', copyOf: 'train/cup/1.jpg' },
      { file: 'test/cup/2.jpg', part: 'test', copyOf: 'validation/cup/2.jpg' },
    ]);
    expect(copies).toEqual([
      ['train/cup/1.jpg', 'train/cup/again.jpg'],
      ['test/cup/3.jpg', 'test/cup/4.jpg'],
    ]);
  });

  it('names near-empty classes: of under ten pictures, or of under a fiftieth of the largest', () => {
    expect(inspect({ ...many('cup', 3), ...many('shoe', 200) })).toMatchObject({
      smallClasses: [{ className: 'cup', pictures: 3 }],
      largestClass: 200,
    });
    expect(inspect({ ...many('cup', 19), ...many('shoe', 1_000) }).smallClasses).toHaveLength(1);
    expect(inspect({ ...many('cup', 20), ...many('shoe', 1_000) }).smallClasses).toHaveLength(0);
  });

  it('names classes that differ in case or spaces alone', () => {
    const findings = inspect({}, ['Cup', 'cup', 'shoe', 'shoe rack', 'shoe-rack']);
    expect(findings.similarClasses).toEqual([
      ['Cup', 'cup'],
      ['shoe rack', 'shoe-rack'],
    ]);
  });

  it('names a picture and its mask in one class', () => {
    const { sameNames } = inspect({ 'cup/1.jpg': 'picture', 'cup/1.png': 'mask', 'shoe/1.jpg': 'other' });
    expect(sameNames).toEqual([['cup/1.jpg', 'cup/1.png']]);
  });

  it('counts groups and look-alikes that are in several parts and classes', () => {
    const files = {
      'train/cup/a1.jpg': 'a',
      'test/cup/a2.jpg': 'b',
      'train/shoe/b1.jpg': 'c',
      'train/cup/b2.jpg': 'd',
    };
    const grouping = { source: 'table', name: 'tile', isUsed: true, groups: ['a', 'a', 'b', 'b'] } as const;
    const findings = inspect(files, undefined, {
      grouping,
      lookAlikes: [
        [0, 1],
        [2, 3],
      ],
    });
    expect(findings.groups).toEqual({
      ...{ source: 'table', name: 'tile', isUsed: true },
      ...{ groups: 2, pictures: 4, largest: 2, acrossParts: 1 },
    });
    expect(findings.lookAlikes).toMatchObject({ acrossParts: 1, acrossClasses: 1 });
    expect(findings.lookAlikes?.groups[0]).toEqual(['train/cup/a1.jpg', 'test/cup/a2.jpg']);
  });
});
