/** Given and family names per country. Own short lists of common names, from general knowledge. */
import type { Country } from './places.ts';

const GIVEN_EN =
  'Ashley Amanda Brian Brandon Brenda Caleb Carla Cheryl Cynthia Daniel Danielle Deborah Derek Diane Donna Dylan Emily ' +
  'Eric Ethan Evelyn Gary Gregory Hannah Heather Jacob Janet Jason Jeffrey Jennifer Jeremy Jessica Joshua Julie Karen ' +
  'Kathleen Kelly Kenneth Kevin Kimberly Kyle Lauren Linda Lisa Logan Madison Maria Mark Matthew Megan Melissa Michael ' +
  'Michelle Nancy Nathan Nicole Olivia Pamela Patricia Patrick Paul Rachel Rebecca Robert Ryan Samantha Sandra Sarah ' +
  'Sean Sharon Sophia Stephanie Steven Susan Teresa Timothy Tyler Victoria Walter William Zachary';
const GIVEN_GB =
  'Abigail Adam Aisha Alice Alistair Amelia Andrew Angus Beth Callum Catherine Charlotte Chloe Claire Daisy Dominic ' +
  'Eleanor Ellie Fiona Gareth Gemma George Georgia Graham Hamish Harriet Hazel Helen Henry Hugh Imogen Isla Jack Jacqueline ' +
  'Joanna Jonathan Katie Keira Laura Leah Liam Louise Lucy Malcolm Mohammed Natalie Neil Niamh Nigel Oliver Oscar Philip ' +
  'Phoebe Poppy Priya Rhys Rosie Rupert Sally Shaun Siobhan Stuart Suzanne Tamsin Theo Toby Tracey Trevor Wendy Zara';
const GIVEN_DE =
  'Anja Annette Anna Bernd Birgit Björn Brigitte Carsten Christa Christian Claudia Dagmar Daniela Dieter Dirk Elke Emma ' +
  'Erika Eva Felix Florian Frank Franziska Friederike Gerd Gisela Günter Hannelore Hans Heike Heinz Helga Holger Ines ' +
  'Ingrid Jan Jana Jens Johanna Jonas Jörg Julia Jürgen Karin Katharina Katrin Klaus Lars Lena Leon Lukas Manfred Manuela ' +
  'Marie Markus Maximilian Melanie Michaela Monika Nadine Nina Olaf Petra Rainer Ralf Renate Sabine Sandra Sebastian Silke ' +
  'Simone Stefan Steffen Susanne Sven Tanja Tobias Torsten Ulrike Ursula Ute Uwe Volker Wolfgang Zoe';
const GIVEN_FR =
  'Adrien Agnès Amélie Antoine Audrey Aurélie Baptiste Béatrice Camille Catherine Cécile Chantal Christelle Christophe ' +
  'Clémence Corinne Delphine Didier Élise Élodie Émilie Fabrice Florence Franck Frédéric Gaëlle Guillaume Hélène Hugo ' +
  'Isabelle Jérôme Julien Karine Laetitia Léa Loïc Lucie Manon Marion Mathieu Mélanie Mickaël Monique Nathalie Nicolas ' +
  'Océane Olivier Pascal Patrice Pauline Philippe Quentin Rémi Romain Sandrine Sébastien Solène Sophie Stéphane Sylvie ' +
  'Thierry Valérie Véronique Xavier Yannick Yves';
const GIVEN_ES =
  'Adrián Agustín Alba Alejandro Alicia Álvaro Ana Andrea Ángel Antonio Beatriz Carlos Carmen Cristina Daniela David Diego ' +
  'Dolores Elena Encarnación Enrique Esteban Eva Fernando Francisco Gonzalo Guillermo Inés Irene Isabel Iván Javier ' +
  'Joaquín Jorge José Juan Laura Lorena Lucía Luis Manuel María Mario Marta Mercedes Miguel Montserrat Nerea Nuria Óscar ' +
  'Pablo Paula Pedro Pilar Rafael Raquel Raúl Rocío Rosa Rubén Santiago Sergio Silvia Sonia Susana Teresa Verónica Vicente ' +
  'Yolanda';
const GIVEN_NL =
  'Anneke Anouk Arjan Bart Bas Bram Carolien Daan Dirk Eline Els Esther Eva Femke Fleur Floor Frits Gerrit Hanneke Henk ' +
  'Ingrid Iris Jaap Jan Jelle Jeroen Joke Joost Joris Kees Lars Lieke Lotte Maaike Maarten Marieke Marijke Marloes Martijn ' +
  'Mieke Milou Niels Noor Pieter Ria Rianne Roos Ruben Saskia Sander Sanne Sem Sjoerd Stijn Suzanne Tessa Thijs Tijn Ties ' +
  'Wendy Wessel Willem Wim Yvonne';

const FAMILY_US =
  'Adams Allen Alvarez Anderson Bailey Baker Bell Bennett Brooks Brown Bryant Butler Campbell Carter Castillo Chavez ' +
  'Coleman Collins Cooper Cruz Diaz Edwards Ellis Evans Fisher Flores Foster Garcia Gibson Gomez Gonzalez Griffin Gutierrez ' +
  'Hall Hamilton Harrison Hayes Henderson Hernandez Herrera Hill Hoffman Howard Hughes Jenkins Jimenez Johnson Kennedy Kim ' +
  'King Lopez Marshall Martinez Mendoza Miller Mitchell Moore Morales Morgan Morris Murphy Myers Nelson Nguyen Ortiz Owens ' +
  'Parker Patel Perez Perry Peterson Phillips Pierce Powell Price Ramirez Ramos Reed Reyes Reynolds Richardson Rivera ' +
  'Roberts Robinson Rodriguez Rogers Romero Ruiz Russell Sanchez Sanders Simmons Stevens Stewart Sullivan Torres Tran ' +
  'Tucker Turner Vargas Vasquez Wagner Walker Wallace Ward Washington Webb Wheeler Wilson Wood Woods Wright Young';
const FAMILY_GB =
  'Ahmed Armstrong Atkinson Barker Barnes Begum Booth Bradley Burton Carr Chambers Chapman Clarke Cole Cook Cox Cunningham ' +
  'Davies Dawson Dixon Doherty Ellison Fletcher Fraser Gallagher Gill Green Griffiths Hargreaves Harvey Hewitt Holmes Hughes ' +
  'Hussain Jenkins Johnston Jones Kaur Kavanagh Khan Knight Lawson Lloyd Lowe MacDonald Mackenzie Marsh Mason McCarthy ' +
  'Mills Morrison Murray Nicholson Palmer Parsons Pearce Pearson Pickering Poole Pritchard Reid Rhodes Richards Robertson ' +
  'Sharma Shaw Shepherd Sinclair Singh Sutton Thornton Walsh Watts Whitaker White Wilkinson Williams Willis Wood Yates';
const FAMILY_DE =
  'Albrecht Arnold Bauer Baumann Beck Becker Berger Bergmann Böhm Brandt Braun Busch Dietrich Engel Fischer Franke ' +
  'Fuchs Graf Groß Haas Hahn Hartmann Heinrich Herrmann Hoffmann Hofmann Horn Huber Jäger Jansen Jung Kaiser Keller Klein ' +
  'Koch Köhler König Krämer Kraus Krause Krüger Kuhn Kühn Lang Lange Lehmann Lorenz Maier Mayer Meier Meyer Möller Müller ' +
  'Neumann Otto Peters Pfeiffer Pohl Richter Roth Sauer Schäfer Schmid Schmidt Schmitt Schmitz Schneider Scholz Schröder ' +
  'Schubert Schulte Schulz Schulze Schumacher Schuster Schwarz Seidel Simon Sommer Stein Vogel Vogt Voigt Wagner Weber Weiß ' +
  'Werner Winkler Winter Wolf Wolff Ziegler Zimmermann';
const FAMILY_FR =
  'Aubert Barbier Benoît Bertrand Blanc Bonnet Boucher Bourgeois Boyer Brun Brunet Carpentier Charpentier Chevalier Clément ' +
  'Colin Collet Da-Silva David Denis Deschamps Dubois Dufour Dumas Dumont Dupont Durand Duval Fabre Faure Fernandez Fleury ' +
  'Fontaine Fournier Gaillard Garnier Gauthier Gautier Gérard Giraud Guérin Henry Hubert Jacquet Joly Lacroix Lambert ' +
  'Lebrun Leclerc Lecomte Lefebvre Legrand Lemaire Lemoine Leroux Leroy Marchand Martin Masson Mercier Meunier Meyer Michel ' +
  'Moreau Morel Morin Moulin Muller Nguyen Noël Olivier Perrin Petit Philippe Picard Renard Renaud Rey Rivière Robin Roche ' +
  'Rolland Rousseau Roussel Roux Roy Sanchez Schmitt Vidal Vincent';
const FAMILY_ES =
  'Aguilar Alonso Álvarez Arias Blanco Caballero Cabrera Calvo Campos Cano Carmona Castro Cortés Crespo Delgado Díaz ' +
  'Domínguez Fernández Ferrer Flores Fuentes Gallego García Garrido Gil Giménez Gómez González Guerrero Gutiérrez Hernández ' +
  'Herrera Herrero Hidalgo Ibáñez Iglesias Jiménez León Lorenzo Lozano Marín Márquez Martínez Medina Méndez Molina Montero ' +
  'Mora Morales Moreno Moya Muñoz Navarro Nieto Núñez Ortega Ortiz Parra Pascual Peña Pérez Prieto Ramírez Ramos Reyes ' +
  'Rodríguez Romero Rubio Ruiz Sáez Sánchez Santana Santos Sanz Serrano Soler Soto Suárez Torres Vargas Vázquez Vega Velasco ' +
  'Vidal';
const FAMILY_NL =
  'Bakker Berg Blom Boer Bos Bosch Bosman Brouwer Bruin Dekker Dijk Dijkstra Doorn Driessen Evers Gerritsen Graaf Groen ' +
  'Groot Haan Hendriks Hermans Heuvel Hoekstra Hofman Jacobs Jager Jansen Janssen Jonge Jong Jonker Kok Kramer Kuiper ' +
  'Kuipers Leeuwen Linden Maas Meer Meijer Molenaar Mulder Peeters Post Postma Prins Sanders Schipper Scholten Schouten ' +
  'Smeets Smit Smits Timmermans Veen Veenstra Verbeek Verhoeven Vermeer Vermeulen Visser Vliet Vos Vries Wal Wijk Willems ' +
  'Willemsen Wit Wolters Zijlstra';
const FAMILY_ALPINE =
  'Aebi Ammann Baumgartner Bieri Brunner Bühler Burri Christen Ebner Eder Egger Fankhauser Fasching Gasser Gerber Graber ' +
  'Gruber Haider Haller Hofer Huber Hürlimann Keller Kern Koller Kuster Lechner Lehner Leitner Liechti Lüthi Mair Maurer ' +
  'Meier Moser Odermatt Pichler Pfister Reiter Riedl Rüegg Schär Schenk Schmied Schneeberger Schweizer Stadler Steiner ' +
  'Studer Suter Thaler Trachsel Unterberger Wallner Wäfler Widmer Wieser Winkler Wüthrich Wyss Zaugg Zbinden Zehnder Zürcher';

const list = (...parts: string[]) => [...new Set(parts.join(' ').split(' '))].map((name) => name.replaceAll('-', ' '));

/** Names that are usual in each country. */
export const PEOPLE: Record<Country, { given: readonly string[]; family: readonly string[] }> = {
  US: { given: list(GIVEN_EN), family: list(FAMILY_US) },
  GB: { given: list(GIVEN_GB, GIVEN_EN), family: list(FAMILY_GB) },
  DE: { given: list(GIVEN_DE), family: list(FAMILY_DE) },
  FR: { given: list(GIVEN_FR), family: list(FAMILY_FR) },
  ES: { given: list(GIVEN_ES), family: list(FAMILY_ES) },
  NL: { given: list(GIVEN_NL), family: list(FAMILY_NL) },
  AT: { given: list(GIVEN_DE), family: list(FAMILY_ALPINE, FAMILY_DE) },
  CH: { given: list(GIVEN_DE, GIVEN_FR), family: list(FAMILY_ALPINE, FAMILY_FR) },
};

/** Names that people type to get past a form; a check knows them as placeholders. */
export const FAKE_NAMES = [
  'Test Test',
  'Mickey Mouse',
  'John Doe',
  'Donald Duck',
  'asdf asdf',
  'Max Mustermann',
] as const;
/** Keys struck at random. */
export const GARBAGE_NAMES = [
  'qwertz uiop',
  'asdfgh jklj',
  'xxxxxx',
  'sdfsdf sdfsdf',
  'bcdfg hjklm',
  'aaaa bbbb',
] as const;
