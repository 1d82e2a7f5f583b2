/** `npm run bench`: a table of what was seen, then one line a figure. */
import { type Figure, printFigure } from './figures.ts';
import { requestToQr } from './requestToQr.ts';

const figures: Figure[] = [await requestToQr()];
for (const figure of figures) printFigure(figure);
