import { fieldThatVaries, groupsInNames } from './name-fields';

const slices = Array.from({ length: 30 }, (_, at) => `benign/patient${Math.floor(at / 5)}_slice${at % 5}.png`);

describe('groups in the names of pictures', () => {
  it('are those of a word that names a thing, such as a patient', () => {
    const found = groupsInNames(slices);
    expect(found?.word).toBe('patient');
    expect(new Set(found?.groups).size).toBe(6);
    expect(found?.groups[7]).toBe('patient1');
  });

  it('are none if every picture has a number of its own, or the word is no such word', () => {
    expect(groupsInNames(slices.map((_, at) => `a/sample_${at}.png`))).toBeNull();
    expect(groupsInNames(slices.map((_, at) => `a/exp${at % 6}_num_${at}.png`))).toBeNull();
  });
});

describe('pictures of one thing', () => {
  it('differ in the number that takes few values: the exposure, not the number of the picture', () => {
    const tiles = Array.from({ length: 24 }, (_, at) => `ok/exp${1 + (at % 3)}_num_${1000 + 17 * at}.jpg`);
    const groups = [tiles.slice(0, 3), tiles.slice(3, 6), tiles.slice(6, 8)];
    expect(fieldThatVaries(groups, tiles)).toEqual({ name: 'exp', values: ['1', '2', '3'] });
  });

  it('differ in nothing that is known if their names are unlike', () => {
    expect(fieldThatVaries([['a/x.jpg', 'a/y.jpg']], ['a/x.jpg', 'a/y.jpg'])).toBeNull();
  });
});
