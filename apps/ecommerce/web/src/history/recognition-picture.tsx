'use client';

import { hasHeatMaps } from '@lintel/contracts';
import { type Recognition } from '@lintel/ecommerce-contract';
import { HeatPicture, Picture } from '@lintel/ui';
import { fetchHeatMap, thumbnailAddress } from '../api/client';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';

export interface RecognitionPictureProps {
  readonly recognition: Recognition;
  readonly className: string;
}

/** The picture of a recognition, and on request where the model looked, if it can say so. */
export function RecognitionPicture({ recognition: { id, fileName }, className }: RecognitionPictureProps) {
  const text = useText().history.detail;
  const nameOf = useClassName();
  const { state } = useModel();
  const picture = { address: thumbnailAddress(id), alt: fileName, className };
  if (state.kind !== 'ready' || !hasHeatMaps(state.manifest)) return <Picture {...picture} />;
  const look = async () => {
    const drawn = await fetchHeatMap(id);
    const spoken = nameOf(drawn.className);
    return {
      address: `data:image/png;base64,${drawn.heatMap}`,
      className: spoken,
      note: drawn.sameVersion ? undefined : text.otherVersion(spoken),
    };
  };
  return <HeatPicture key={id} {...picture} onLook={look} />;
}
