import { predictionAddress } from './prediction-address';

describe('the address of a prediction', () => {
  it('is within the app of the model, whatever its id and however the address of the app ends', () => {
    expect(predictionAddress('https://shop.example/', '/history/?id={id}', 'a b&c=/..')).toBe(
      'https://shop.example/history/?id=a%20b%26c%3D%2F..',
    );
    expect(predictionAddress('http://localhost:4310', '/v1/pictures/{id}/small', '7')).toBe(
      'http://localhost:4310/v1/pictures/7/small',
    );
  });
});
