/** What `lintel predict` accepts for models of pictures. */
export const PICTURE_FILES = 'JPEG, PNG, WebP, GIF, AVIF or TIFF';
