import { EntityManager } from '@lintel/data';
import { type HandlerContext, type ReceivedEvent } from '@lintel/streams';
import { productPhotoReceived, subjectOfPhoto, type ProductPhotoReceived } from '@lintel/ecommerce-contract';
import { OnEvent } from '@lintel/service';
import { Injectable } from '@nestjs/common';
import { RecogniseService } from '../recognition/recognise.service';

/** All replicas of the api share it; its retry topics and dead letters are named after it. */
export const PHOTO_GROUP = 'ecommerce-api.photos';

/** Recognises pictures that arrive as events. */
@Injectable()
export class PhotoHandler {
  constructor(private readonly recognition: RecogniseService) {}

  @OnEvent(productPhotoReceived, { group: PHOTO_GROUP })
  async recognise(event: ReceivedEvent<ProductPhotoReceived>, { transaction }: HandlerContext): Promise<void> {
    if (!(transaction instanceof EntityManager)) throw new Error('the consumer runs without the database');
    const { fileName, picture } = event.data;
    const bytes = Buffer.from(picture, 'base64');
    await this.recognition.recognisePhoto({ fileName, bytes }, subjectOfPhoto(event.data), { event, transaction });
  }
}
