import { NONE_OF_THESE, type Label } from '@lintel/contracts';
import { chooseLabels } from './label-classes';

let sequence = 0;
const label = (className: string, predictedClass: string, picture = `picture-${sequence}`): Label => ({
  sequence: ++sequence,
  id: String(sequence),
  modelName: 'shop.goods',
  predictionId: String(sequence),
  task: 'image-classification',
  inputSha256: picture,
  predicted: { className: predictedClass },
  target: { className },
  author: 'Ada',
  givenAt: '2026-01-01T00:00:00.000Z',
});
const many = (count: number, className: string, predictedClass: string): Label[] =>
  Array.from({ length: count }, () => label(className, predictedClass));

describe('the labels of the next dataset', () => {
  it('are those of the classes of the base and of the champion, however few', () => {
    const given = [label('cup', 'cup'), label('mug', 'cup')];
    const { labels, classNames, leftOut } = chooseLabels(given, ['bowl', 'cup'], ['mug', 'glass']);
    expect(labels).toEqual(given);
    // A class without labels has no examples and is not learnt.
    expect(classNames).toEqual(['bowl', 'cup', 'mug']);
    expect(leftOut).toEqual([]);
  });

  it('include a new class once five pictures show it; until then they wait, and this is reported', () => {
    const few = [...many(4, 'jug', 'cup'), label('jug', 'cup', 'the same'), label('jug', 'cup', 'the same')];
    expect(chooseLabels(few, ['cup'], []).classNames).toEqual(['cup', 'jug']);
    const fewer = chooseLabels(few.slice(0, 4), ['cup'], []);
    expect(fewer.labels).toEqual([]);
    expect(fewer.leftOut[0]).toContain('"jug" is a new class with 4 of the 5 pictures');
  });

  it('never include "none of these" as a class', () => {
    const { labels, leftOut } = chooseLabels(many(9, NONE_OF_THESE, 'cup'), ['bowl', 'cup'], []);
    expect(labels).toEqual([]);
    expect(leftOut).toEqual(['9 labels name no class: they are not taught']);
  });

  it('include no class of an earlier model, however many labels it has', () => {
    const { labels, leftOut } = chooseLabels(many(50, 'Sneaker', 'Sandal'), ['bowl', 'cup'], ['bowl', 'cup']);
    expect(labels).toEqual([]);
    expect(leftOut).toEqual(['50 labels "Sneaker" are left out: that is a class of an earlier model']);
  });
});
