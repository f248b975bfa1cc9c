/**
 * The folder that keeps downloads and decoded datasets between runs, outside the project, so that a second clone does
 * not repeat the work: LINTEL_CACHE_DIR, or `lintel` in XDG_CACHE_HOME, or `.cache/lintel` in the home folder.
 * @param home absolute; used if the environment does not set HOME
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const { LINTEL_CACHE_DIR: own, XDG_CACHE_HOME: shared, HOME } = environment;
  if (own) return own;
  // The XDG specification requires relative paths to be ignored.
  const base = shared && /^([/\\]|[A-Za-z]:)/.test(shared) ? shared : `${HOME || home}/.cache`;
  return `${base}/lintel`;
}
