/**
 * Finds variables that are probably misspelt: unknown names close to a known name with the same first word. Other names
 * with that word are ignored: for example, Kubernetes puts KAFKA_PORT into every container.
 * @returns one sentence per variable, without the values
 */
export function misspeltVariables(known: Iterable<string>, given: Iterable<string>): string[] {
  const names = [...known];
  const taken = new Set(names.flatMap((name) => [name, `${name}_FILE`]));
  return [...given].flatMap((name) => {
    if (taken.has(name)) return [];
    const plain = name.replace(/_FILE$/, '');
    const meant = names.find((other) => isMeant(other, plain));
    return meant === undefined ? [] : [`${name} is not a known variable. Did you mean ${meant}?`];
  });
}

function isMeant(known: string, given: string): boolean {
  const [group, rest] = parted(known);
  const [givenGroup, givenRest] = parted(given);
  if (group === undefined || group !== givenGroup) return false;
  if (rest === givenRest) return false;
  if (distance(rest, givenRest) <= Math.floor(0.4 * Math.max(rest.length, givenRest.length))) return true;
  // Missing words, such as S3_SECRET_KEY for S3_SECRET_ACCESS_KEY.
  const words = givenRest.split('_');
  return words.length > 1 && words.every((word) => rest.split('_').includes(word));
}

function parted(name: string): [group: string | undefined, rest: string] {
  const at = name.indexOf('_');
  return at < 0 ? [undefined, name] : [name.slice(0, at), name.slice(at + 1)];
}

/** Levenshtein distance: the number of insertions, deletions and substitutions. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let column = 1; column <= other.length; column++) {
      const changed = row[column - 1]! + (one[at - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(changed, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
