import { CHINESE_CLASS_NAMES } from '../chinese-class-names';
import { GOODS } from './goods';

/** The classes of Fashion-MNIST, with its authors' names. */
const GARMENTS = 'T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot'.split(',');

describe('the goods that the first model knows', () => {
  it('are classes of ImageNet, each of which belongs to one kind', () => {
    const members = GOODS.flatMap(([, , ...classes]) => classes);
    expect(new Set(members).size).toBe(members.length);
    for (const member of members) expect(Number.isInteger(member) && member >= 0 && member < 1000).toBe(true);
    expect(GOODS.every(([, , ...classes]) => classes.length > 0)).toBe(true);
  });

  it('are no animals: these are the first 398 classes', () => {
    expect(Math.min(...GOODS.flatMap(([, , ...classes]) => classes))).toBeGreaterThanOrEqual(398);
  });

  it.each([
    ['T-shirt', 610],
    ['Jeans', 608],
    ['Backpack', 414],
    ['Teapot', 849],
    ['Violin', 889],
    ['Banana', 954],
  ])('know %s as class %i', (name, member) => {
    expect(GOODS.find(([each]) => each === name)!.slice(2)).toEqual([member]);
  });

  it('have a Chinese name for every class of Fashion-MNIST, too', () => {
    for (const name of GARMENTS) expect(CHINESE_CLASS_NAMES[name]).toMatch(/\p{Script=Han}/u);
  });

  it('have one name in each language, and no two share it', () => {
    const chinese = Object.values(CHINESE_CLASS_NAMES);
    for (const [name, words] of GOODS) {
      expect(words).toMatch(/\p{Script=Han}/u);
      expect(CHINESE_CLASS_NAMES[name]).toBe(words);
    }
    expect(new Set(GOODS.map(([name]) => name)).size).toBe(GOODS.length);
    expect(new Set(chinese).size).toBe(chinese.length);
  });
});
