/** Ordinary names from many countries, to hold the name checks to: none of them may fail. Own list, from general knowledge. */
export const INTERNATIONAL_NAMES = `
John Smith; Mary O'Brien; Sean O’Connor; Anne-Marie Dubois; Jean-Luc Lefèvre; Mark McDonald; Siobhán Ní Mhurchú; Zack Trew
Aoife Byrne; Niamh Kelly; Llŷr Gwynn; Rhys ap Gruffydd; Gwyn Llwyd; Ng Wei Ling; Lynn Fynn; Wynn Flynn; Kylie Minogue Brown
Karol Szczepański; Grzegorz Brzęczyszczykiewicz; Małgorzata Krzysztof; Wojciech Szczęsny; Zbigniew Brzeziński; Łukasz Żółć
Jiří Dvořák; Petr Vlk; Jan Smrž; Tomáš Chrt; Karel Krč; Zdeněk Škrtl; Hrvoje Krk; Srđan Hrstić; Vlado Grk; Ivan Brlić
Nguyễn Văn An; Trần Thị Bích Ngọc; Phạm Nhật Vượng; Lê Đức Thọ; Đặng Hữu Phước; 王小明; 李娜; 陈大文; 欧阳娜娜; 司马相如; 林林
山田太郎; 佐藤 花子; すずき いちろう; タナカ ケン; 髙橋 さくら; 김민준; 이 서연; 박지훈; สมชาย ใจดี; ศรีสุดา วงศ์ไทย
Иван Петров; Ольга Смирнова; Дмитрий Щербаков; Олександр Шевченко; Ђорђе Јовановић; Γιώργος Παπαδόπουλος; Ελένη Νικολάου
محمد علی; فاطمه زهرا حسینی; أحمد بن عبد الله; علی‌رضا کریمی; משה כהן; רחל לוי; प्रिया शर्मा; राजेश कुमार; রহিম উদ্দিন; தமிழ் செல்வன்
Արամ Խաչատրյան; გიორგი მელაძე; ನಾಗರಾಜ; శ్రీనివాస్; ምንሊክ ተስፋዬ
Jürgen Müller; Björn Borg; Günther Weiß; Käthe Strauß; Hans Hirschsprung; Gerd Goldschmidt; Rolf Schwarzschild; Karl Schwartzkopf
Ulrich Pschyrembel; Otto Rechtschaffner; Eva Angstmann; Heinz Wirtschafter; Jutta Borchardt; Uwe Kirschstein; Max Planck
Arnold Schwarzenegger Klein; Ernst von der Weizsäcker; Fritz Pflüger; Kurt Schmidtchen; Jörg Dornbusch; Ralf Kretschmer
Søren Kierkegård; Åse Bjørnstad; Øyvind Løkken; Þóra Guðmundsdóttir; Björk Guðmundsdóttir; Árni Þórðarson; Ingvar Ångström
Matti Hyppönen; Väinö Äijälä; Jaakko Yrjö-Koskinen; Kaarlo Mäkelä; Liis Õunapuu; Jānis Bērziņš; Žydrūnas Savickas; Ülle Öö
François Hébert; Loïc Guézennec; Maël Le Goff; Zoé Çelik; Ségolène Royer; Noëlle d'Arc; Guillaume Trestournel; Agnès Przybylski
Giuseppe D'Angelo; Niccolò Dell'Acqua; Chiara Sgrò; Elena Schillaci; Matteo Strozzi; Ida Pschorr; Luca Spzr Rossi
José María Ñíguez; Íñigo Urkullu; Begoña Etxeberria; Jordi Puig i Cadafalch; Núria Espert; João Gonçalves; Conceição Araújo
Thiago Assunção; Inês Magalhães; Lucía Fernández; Iker Txapartegi; Itziar Ituño; Xavi Hernández; Aitor Goikoetxea
Szabó Zsófia; Nagy György; Kovács Ádám; Tóth Krisztián; Ștefan Țurcanu; Ioana Brătianu; Petru Ghișe; Nikola Tesla Marić
Mustafa Çağrı; Ayşe Gül Yıldız; İbrahim Şahin; Özgür Ünal; Ğani Ölmez; Ilgın Işık; Dmytro Hryhorenko; Vsevolod Pshenichny
Vlk Brzda; Mstislav Rostropovich; Khrushchev Nikita; Alexey Schtschukin; Yevgeny Zhdanov; Lyudmila Ulitskaya
Kwame Nkrumah; Ngozi Okonjo-Iweala; Thabo Mbeki; Nkosazana Dlamini; Tshepo Mthembu; Sbusiso Nxumalo; Ndlovu Mthethwa; Mpho Tsoari
Chukwuemeka Nwachukwu; Oluwaseun Adébáyọ̀; Amina Abdi Warsame; Tewodros Kassahun; Hlengiwe Mkhize; Xolani Nqwababa; Ntombi Gqola
Rajesh Krishnamurthy; KSV Subramaniam; A. P. J. Abdul Kalam; M. S. Dhoni; Venkatanarasimharajuvaripeta Rao; Harpreet Singh
Lakshmi Iyer; Srinivasa Ramanujan; Jyothi Krishnaswamy; Bhagyashree Deshpande; Chandrasekhar Bhattacharya; Dhruv Gupta
Muhammad ibn Musa; Abd al-Rahman Saeed; Fatima az-Zahra; Khadija Benkhelil; Youssef Ghrib; Hrant Dink; Mkrtich Khrimian
Siti Nurhaliza; Budi Santoso; I Gusti Ngurah Rai; Suharto; Made Wijaya; Lim Guan Eng; Tan Ah Kow; Jose Rizal; Juan dela Cruz
Kealoha Kamakawiwoole; Tāne Mahuta; Whetu Ngata; Aroha Ngāti; Manaia Fa'alogo; Sione Vailahi; Ta'ū Tupou
Xóchitl Ixtlilxóchitl; Cuauhtémoc Cárdenas; Tlaloc Méndez; Nayeli Xiuhtecuhtli; Quetzalli Pérez
Robert Downey Jr.; John Smith III; William Gates 3rd; Dr. Maria van der Berg; Prof. Ernst Mach; Mrs. Jane Goodall; Sir Ian Holm
Dick Van Dyke; Gay Talese; Randy Weiner; Christopher Null; Jon Tester; Joe Sample; Will Power; Grace Hopper; Ima Hogg; Bob Hope
Martin Luther; Thomas James; James Thomas; Paul Martin; Kelly Ryan; Ryan Kelly; Jordan Taylor; Harrison James; Morgan Lee; Carter Henry
Michael Jackson; Ali Hassan; Hassan Ali; Mohamed Ibrahim; Simon Laurent; Bruno Costa; Alexander Michael; George Charles; Lee Scott
`
  .split(/[;\n]/)
  .map((name) => name.trim())
  .filter((name) => name !== '');
