import { plainFileName } from './file-name';

describe('the name of a file', () => {
  it.each([
    ['shoe.jpg', 'shoe.jpg'],
    ['鞋子 👟.jpg', '鞋子 👟.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Ada\\shoe.jpg', 'shoe.jpg'],
    ['C:shoe.jpg', 'shoe.jpg'],
    ['..', 'unnamed'],
    ['../..', 'unnamed'],
    ['', 'unnamed'],
    [' . ', 'unnamed'],
    ['shoe.png\0.svg', 'shoe.png.svg'],
    // Displayed as "photoexe.png" if the mark is kept.
    ['photo\u202Egnp.exe', 'photognp.exe'],
    ['\u2066a\u2069\u200F.png', 'a.png'],
    ['one\r\ntwo\u2028three', 'onetwothree'],
    ['half\uD83D.png', 'half.png'],
    [undefined, 'unnamed'],
  ])('%j is kept as %j', (sent, kept) => {
    expect(plainFileName(sent)).toBe(kept);
  });

  it('is cut after 255 characters, and never within a character', () => {
    const cut = plainFileName(`${'👟'.repeat(300)}.jpg`);
    expect([...cut]).toHaveLength(255);
    expect(encodeURIComponent(cut)).not.toBe('');
  });
});
