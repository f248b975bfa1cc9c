import { verticalOfGroup, verticalOfModel, type StreamOverview } from '@lintel/contracts';

/**
 * The part of a stream that belongs to some verticals.
 * @param verticals undefined: all
 */
export function overviewWithin(overview: StreamOverview, verticals: readonly string[] | undefined): StreamOverview {
  if (verticals === undefined) return overview;
  const groups = overview.groups.filter(({ group }) => verticals.includes(verticalOfGroup(group)));
  return {
    ...overview,
    topics: overview.topics.filter(({ name }) => verticals.includes(verticalOfGroup(verticalOfModel(name)))),
    groups,
    deadLettersWaiting: groups.reduce((sum, { deadLetters }) => sum + (deadLetters?.waiting ?? 0), 0),
  };
}
