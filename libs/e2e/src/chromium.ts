import { existsSync } from 'node:fs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const CURE = 'Install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.';

/** The browser on this machine, or null if there is none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  return [...(named === undefined ? [] : [named]), ...USUAL_PLACES].find((path) => existsSync(path)) ?? null;
}

/** `describe` if there is a browser. Otherwise prints a note and skips the tests; in CI it fails. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (findChromium() !== null) {
    describe(title, tests);
  } else if (process.env['CI'] === undefined || process.env['CI'] === '') {
    console.warn(`${title}: skipped, because Chromium is not installed. ${CURE}`);
    describe.skip(title, tests);
  } else {
    describe(title, () => {
      it('has a browser to run in', () => {
        throw new Error(`Chromium is not installed on this machine. ${CURE}`);
      });
    });
  }
}
