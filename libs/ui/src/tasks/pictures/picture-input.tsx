'use client';

import { PictureDropzone } from '../../pictures/picture-dropzone';
import { type InputProps } from '../task-view';

/** A picture to answer. */
export function PictureInput({ onFile }: InputProps<'image-classification'> | InputProps<'image-embedding'>) {
  return <PictureDropzone compact onFiles={([file]) => file !== undefined && onFile(file)} />;
}
