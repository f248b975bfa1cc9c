/** Only for parsing; never used as a destination. */
const HERE = 'http://lintel.invalid';

/**
 * The path of this app, with query and fragment, to which a browser returns after signing in.
 * @param address what the browser asks to return to
 * @returns "/" for anything that a browser could interpret as another site
 */
export function ownPath(address: string | undefined): string {
  if (address === undefined || !address.startsWith('/')) return '/';
  const path = pathIn(address);
  // The parser takes "/.//host" for the path "//host", which a browser reads as a host: the path must stay the same
  // when it is parsed a second time.
  return path !== undefined && pathIn(path) === path ? path : '/';
}

function pathIn(address: string): string | undefined {
  if (!URL.canParse(address, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(address, HERE);
  return origin === HERE ? `${pathname}${search}${hash}` : undefined;
}
