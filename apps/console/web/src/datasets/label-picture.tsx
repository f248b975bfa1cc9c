import { Picture } from '@lintel/ui';
import { useText } from '../language/text';
import classes from './datasets.module.css';

export interface LabelPictureProps {
  readonly modelName: string;
  /** Id of the label. */
  readonly id: string;
  /** What a person said that it shows. */
  readonly name: string;
}

/** A labelled picture. The api records who looks at it. */
export function LabelPicture({ modelName, id, name }: LabelPictureProps) {
  const text = useText().datasets.labels;
  const address = `/v1/models/${encodeURIComponent(modelName)}/labels/${encodeURIComponent(id)}/picture`;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" className={classes['pictureLink']}>
      <Picture address={address} alt={text.openPicture(name)} className={classes['picture'] ?? ''} />
    </a>
  );
}
