import { SetupError } from './setup-error.mjs';

/** Oldest Node.js version that every package supports; the same as `engines` in package.json. */
const OLDEST = { major: 20, minor: 19 };

/** @param {string} version such as `20.19.0` */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw new SetupError({
    problem: 'This version of Node.js is too old for Lintel.',
    expected: `Node.js ${OLDEST.major}.${OLDEST.minor} or newer`,
    received: `Node.js ${version}`,
    cure: 'install the current long-term release from nodejs.org, or with a version manager: nvm install --lts',
  });
}
