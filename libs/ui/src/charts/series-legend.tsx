import { seriesColour, seriesDash } from './series-look';
import classes from './series-legend.module.css';

/** Names the lines, on as many rows as needed. */
export function SeriesLegend({ names }: { readonly names: readonly string[] }) {
  return (
    <ul className={classes['legend']}>
      {names.map((name, index) => (
        <li key={name}>
          <svg width={26} height={8} aria-hidden="true">
            <line
              x1={0}
              x2={26}
              y1={4}
              y2={4}
              stroke={seriesColour(index)}
              strokeWidth={2.5}
              strokeDasharray={seriesDash(index)}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
