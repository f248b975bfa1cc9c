import { dictionaryFaults } from './dictionary';
import { uiEnglish } from './ui-english';
import { uiChinese } from './ui-chinese';

describe('dictionaryFaults', () => {
  it('names a missing, a surplus, an empty and a mistyped text by its path', () => {
    const faults = dictionaryFaults(
      { title: 'Title', page: { next: 'Next', count: (n: number) => `${n}` }, gone: 'x' },
      { title: ' ', page: { next: 'Weiter', count: '5' }, extra: 'y' },
    );
    expect(faults).toEqual([
      'title is empty',
      'page.count is a function here and a string there',
      'gone is not translated',
      'extra exists in the translation alone',
    ]);
  });

  it('finds nothing wrong with the texts of the shared parts', () => {
    expect(dictionaryFaults(uiEnglish, uiChinese)).toEqual([]);
  });
});
