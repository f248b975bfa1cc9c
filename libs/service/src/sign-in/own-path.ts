/** Only for parsing: nobody is sent there. */
const HERE = 'http://lintel.invalid';

/**
 * Where a browser goes on after it has signed in: a path of this app, with its query and fragment.
 * @param address what the browser asks to return to
 * @returns "/" for everything that a browser could take for an address elsewhere
 */
export function ownPath(address: string | undefined): string {
  if (address === undefined || !address.startsWith('/')) return '/';
  const path = pathIn(address);
  // The parser takes "/.//host" for the path "//host", which a browser takes for a host: it must stay as it is when it
  // is read a second time.
  return path !== undefined && pathIn(path) === path ? path : '/';
}

function pathIn(address: string): string | undefined {
  if (!URL.canParse(address, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(address, HERE);
  return origin === HERE ? `${pathname}${search}${hash}` : undefined;
}
