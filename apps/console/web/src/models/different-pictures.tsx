import { verticalOfModel, type ChallengeReport } from '@lintel/contracts';
import { Picture, useLanguage, useOtherApps } from '@lintel/ui';
import { Permitted } from '../access/permitted';
import { useText } from '../language/text';
import { predictionAddress, type PredictionPaths } from './prediction-address';
import classes from './models.module.css';

type Change = ChallengeReport['changes'][number];

export interface DifferentPicturesProps {
  readonly modelName: string;
  readonly examples: Change['examples'];
  /** Absent where the app of the model keeps no predictions. */
  readonly paths: PredictionPaths | undefined;
  /** The two classes as the reader calls them. */
  readonly from: string;
  readonly to: string;
}

/**
 * The latest pictures that champion and challenger answer differently. They come from the app of the model, which checks
 * the permission and records who looks; one that was deleted there is shown as missing.
 */
export function DifferentPictures({ modelName, examples, paths, from, to }: DifferentPicturesProps) {
  const text = useText().models.report;
  const { format } = useLanguage();
  const vertical = verticalOfModel(modelName);
  const app = useOtherApps().find((other) => other.app === vertical);
  if (app === undefined || paths === undefined || examples.length === 0) return null;
  return (
    <Permitted permission="predictions:read" vertical={vertical}>
      <ul className={classes['pictures']} aria-label={text.pictures(from, to)}>
        {examples.map(({ id, championConfidence, challengerConfidence }) => {
          const write = (confidence: number | null): string => (confidence === null ? '–' : format.percent(confidence));
          const [champion, challenger] = [write(championConfidence), write(challengerConfidence)];
          const answers = text.answers(from, champion, to, challenger);
          return (
            <li key={id}>
              <a href={predictionAddress(app.url, paths.page, id)} title={answers}>
                <Picture address={predictionAddress(app.url, paths.picture, id)} alt={answers} />
                <span aria-hidden>{text.change(champion, challenger)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </Permitted>
  );
}
