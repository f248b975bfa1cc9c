import { type TermCounts } from './count-terms';

/**
 * How differently often the classes have each term: the standard deviation over the classes of ln(share of the texts of
 * the class with the term ÷ share of all texts). As the weight of a term it takes the place of the inverse document
 * frequency: a term that all classes have alike says nothing, however rare it is. The ratios are those of naive Bayes
 * (Wang and Manning 2012, "Baselines and bigrams"), smoothed towards no difference by two texts a class.
 * @param places position of each term of the counts; -1 if it has none
 * @param rows the texts to learn from
 * @param labels the class of each of them, in [0, classes)
 * @returns float32 [terms], in the order of the places
 */
export function classSpreads(
  { starts, ids }: TermCounts,
  places: Int32Array,
  rows: Int32Array,
  labels: Int32Array,
  classes: number,
): Float32Array {
  const terms = places.reduce((most, place) => Math.max(most, place + 1), 0);
  const sizes = new Float64Array(classes);
  const counts = new Float64Array(terms * classes);
  rows.forEach((row, at) => {
    const label = labels[at]!;
    sizes[label]!++;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const place = places[ids[entry]!]!;
      if (place >= 0) counts[place * classes + label]!++;
    }
  });
  return Float32Array.from({ length: terms }, (_, term) => {
    const own = counts.subarray(term * classes, (term + 1) * classes);
    const share = (sum(own) + 1) / (rows.length + 2);
    const ratios = own.map((count, label) => Math.log((count + 2 * share) / (sizes[label]! + 2) / share));
    const mean = sum(ratios) / classes;
    return Math.sqrt(sum(ratios.map((ratio) => (ratio - mean) ** 2)) / classes);
  });
}

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
