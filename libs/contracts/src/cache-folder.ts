/**
 * Where downloads and decoded datasets are kept between runs, outside the project, so that a second clone repeats
 * nothing: LINTEL_CACHE_DIR, or `lintel` in XDG_CACHE_HOME, or `.cache/lintel` in the home folder.
 * @param home absolute; used where the environment names no HOME
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const { LINTEL_CACHE_DIR: own, XDG_CACHE_HOME: shared, HOME } = environment;
  if (own) return own;
  // A relative XDG path is to be ignored, says its specification.
  const base = shared && /^([/\\]|[A-Za-z]:)/.test(shared) ? shared : `${HOME || home}/.cache`;
  return `${base}/lintel`;
}
