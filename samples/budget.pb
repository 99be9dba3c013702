META
key;value
description;Budżet obywatelski miasta Lipowo 2026 (zmyślony)
country;Poland
unit;Lipowo
instance;2026
num_projects;12
num_votes;212
budget;280000
vote_type;approval
rule;greedy
date_begin;01.06.2026
date_end;15.06.2026
max_length;5
language;pl
currency;PLN
PROJECTS
project_id;cost;votes;name;category;selected
3;74000;107;Boisko ze sztuczną trawą;sport;1
2;88000;105;Parking przy targowisku;ulice;1
1;96000;98;Nowa nawierzchnia ulicy Młyńskiej;ulice;1
5;18000;81;Sto drzew dla Lipowa;zieleń;1
12;51000;78;Wodny plac zabaw;sport;0
8;35000;75;Plac zabaw bez barier;sport;0
10;15500;68;Kino letnie w parku;kultura;0
9;9500;64;Ławki co sto metrów;zieleń;0
6;26500;55;Stojaki i wiata rowerowa przy szkole;ulice;0
11;28000;38;Świetlica dla dzieci z Dolnego;kultura;0
7;12000;30;Biblioteka na kółkach dla seniorów;kultura;0
4;42000;24;Oświetlenie ścieżki nad Strugą;zieleń;0
VOTES
voter_id;vote;age;sex;voting_method;neighborhood
1;1,2,3,5,10;67;M;internet;Rynek
2;1,2,3,5,12;57;M;internet;Rynek
3;1,2,3,5,6;16;F;internet;Rynek
4;4,5,8,9,10;56;F;internet;Zarzecze
5;9,10,11;58;M;internet;Dolne
6;2,3,5,6,12;66;M;internet;Nowe Osiedle
7;4,5,8,10,11;40;F;internet;Zarzecze
8;3,5,6,8,12;68;F;internet;Nowe Osiedle
9;1,2;23;M;internet;Rynek
10;5,7,8,9,11;73;F;internet;Dolne
11;1,2,3,10,12;27;M;internet;Rynek
12;3,8;47;M;internet;Nowe Osiedle
13;5,7,8,9,11;33;F;paper;Dolne
14;4,5,8,9,10;68;M;internet;Zarzecze
15;2,3;51;F;internet;Rynek
16;1,2,3,10,12;71;M;internet;Rynek
17;5,7,8,9,11;73;M;internet;Dolne
18;2,10;57;F;internet;Rynek
19;2,3,6,10,12;37;M;internet;Rynek
20;2,3,5,6,12;72;F;paper;Nowe Osiedle
21;5,7,8,9,11;25;F;paper;Dolne
22;7,10,11;41;F;internet;Dolne
23;1,2,3,5,9;31;F;internet;Rynek
24;7,11;61;M;paper;Dolne
25;1,3,5,6,12;41;M;internet;Nowe Osiedle
26;4,8,9,10,11;59;F;internet;Zarzecze
27;4,5,8,9,10;41;F;internet;Zarzecze
28;1,2,3,9,10;60;M;paper;Rynek
29;1,3,5,6,12;49;M;paper;Nowe Osiedle
30;1,3,6,8,12;45;M;paper;Nowe Osiedle
31;1,2,3,6,12;29;F;internet;Nowe Osiedle
32;1,2,3,10,12;28;M;internet;Rynek
33;11;59;M;internet;Dolne
34;5;39;F;paper;Zarzecze
35;4;45;F;internet;Zarzecze
36;1,2,3,5,12;34;M;internet;Rynek
37;4,5,8,10,11;50;F;paper;Zarzecze
38;1,2,3,10,12;76;F;internet;Rynek
39;1,2,3,6,12;43;M;internet;Rynek
40;1,6,12;57;F;internet;Rynek
41;2,10;16;F;paper;Rynek
42;7,8;49;M;paper;Dolne
43;1,3,5;48;M;internet;Rynek
44;1,2,3,6,12;16;M;internet;Nowe Osiedle
45;3;29;M;paper;Rynek
46;1,2,3,9,12;58;M;paper;Rynek
47;1,2,3,5,9;73;M;internet;Rynek
48;1,2,3;35;M;paper;Rynek
49;2,3,6,8,12;40;M;internet;Nowe Osiedle
50;3;29;F;internet;Nowe Osiedle
51;5,7,8,9,10;54;F;paper;Dolne
52;5,7,9,10,11;68;M;internet;Dolne
53;2,3,6,8,12;30;M;internet;Nowe Osiedle
54;3,6,12;41;F;internet;Rynek
55;1,2,5,9;16;F;paper;Rynek
56;1,2,3,8,12;18;F;internet;Nowe Osiedle
57;1,3,6,8,12;19;F;internet;Nowe Osiedle
58;8;54;F;internet;Zarzecze
59;7,8,9,10,11;55;F;paper;Dolne
60;1,3,5,6,12;58;F;paper;Nowe Osiedle
61;1,2,3,10,12;70;M;internet;Rynek
62;1,2,3,5,10;45;F;internet;Rynek
63;1,2,5,12;33;M;internet;Rynek
64;1,2,3,10;49;M;paper;Rynek
65;1,2,3,9,12;32;M;internet;Rynek
66;1,2,5,6,12;48;M;internet;Nowe Osiedle
67;4,5,8,9,10;50;F;paper;Zarzecze
68;5,10;45;M;internet;Zarzecze
69;5,8;36;M;internet;Zarzecze
70;1,2,3,6;67;M;paper;Rynek
71;1,3,5,9,10;44;F;paper;Rynek
72;1,2,3,6,10;30;M;internet;Rynek
73;1;70;F;paper;Rynek
74;1,4,8,9;18;F;paper;Zarzecze
75;1,2,12;31;M;paper;Rynek
76;1,2,3,6,10;35;M;internet;Rynek
77;9,11;51;F;internet;Dolne
78;1,2,3,10,12;43;F;internet;Rynek
79;1,2,3,5,12;43;M;internet;Rynek
80;4,5,8,9,11;69;M;paper;Zarzecze
81;1,2,3,10,12;57;M;internet;Rynek
82;3;73;M;paper;Nowe Osiedle
83;12;58;F;paper;Nowe Osiedle
84;1,2,3,6,8;58;M;internet;Nowe Osiedle
85;1,3;66;M;internet;Rynek
86;5,8;24;M;internet;Zarzecze
87;4,8,9,10,11;50;M;paper;Zarzecze
88;2,6,8,12;34;M;internet;Nowe Osiedle
89;9,11;43;F;paper;Dolne
90;2,3,5,6,12;26;F;internet;Nowe Osiedle
91;4,5,8,9;37;F;paper;Zarzecze
92;1,3,5,6,12;41;M;paper;Nowe Osiedle
93;11;39;M;internet;Dolne
94;5,7,8,9,11;30;F;internet;Dolne
95;4,5,8,9,10;40;F;paper;Zarzecze
96;1,2,10;64;M;paper;Rynek
97;12;16;M;internet;Nowe Osiedle
98;1,2,3,6;40;M;internet;Rynek
99;5,7,8,9,11;34;F;paper;Dolne
100;3,10,12;16;F;paper;Rynek
101;2,3;21;M;internet;Nowe Osiedle
102;2,3,5,6,12;76;F;internet;Nowe Osiedle
103;1,2,3,5,8;41;M;internet;Nowe Osiedle
104;1,2,3,9,12;44;M;internet;Rynek
105;1,2,9;46;M;internet;Rynek
106;2,3;42;M;internet;Rynek
107;8;43;M;internet;Zarzecze
108;3;49;M;internet;Nowe Osiedle
109;1,2,3,9,10;43;F;internet;Rynek
110;1,3,6,8,12;60;F;paper;Nowe Osiedle
111;4,5,8,9;58;F;internet;Zarzecze
112;5,7,8,9,11;33;M;internet;Dolne
113;1,2,3,9,10;34;F;paper;Rynek
114;1,2;75;F;internet;Rynek
115;5,7,8,11;66;F;internet;Dolne
116;1,3,8,12;61;F;internet;Nowe Osiedle
117;1,3,5,8,12;50;M;internet;Nowe Osiedle
118;5,8,9,11;58;F;internet;Zarzecze
119;1,2,3,6,12;67;M;internet;Rynek
120;4,5,8,9,10;35;M;paper;Zarzecze
121;5,8;29;M;internet;Zarzecze
122;1,2,3,9,12;77;M;internet;Rynek
123;7,8,9,10,11;50;F;internet;Dolne
124;6;31;M;paper;Nowe Osiedle
125;2,6,8,12;77;F;paper;Nowe Osiedle
126;6;44;F;paper;Nowe Osiedle
127;1,2,3,6,12;87;F;internet;Rynek
128;1,3,6,8,12;39;M;internet;Nowe Osiedle
129;1,2,3,5,10;57;M;internet;Rynek
130;1,4,5,8,9;56;M;internet;Zarzecze
131;5,7,9,10,11;56;F;paper;Dolne
132;7,9;16;M;internet;Dolne
133;5,7,8,9,11;54;M;internet;Dolne
134;8;44;F;paper;Zarzecze
135;1,2,3,9,10;56;M;internet;Rynek
136;2,3,10;30;M;paper;Rynek
137;1,2,3,6;29;M;paper;Rynek
138;5,7,11;23;M;internet;Dolne
139;4;44;F;paper;Zarzecze
140;4,5,8,9,10;39;M;internet;Zarzecze
141;1,2,3,10,12;39;F;paper;Rynek
142;4,5,8,9,10;81;F;paper;Zarzecze
143;5,7,8,9,11;28;F;internet;Dolne
144;1,2,5,6,12;65;M;internet;Rynek
145;1,2,12;71;F;internet;Rynek
146;5,7,8,9,11;51;M;internet;Dolne
147;2,6,9,10,12;71;F;internet;Rynek
148;2,5,6,10,12;37;F;internet;Rynek
149;1,2;59;F;internet;Rynek
150;2,3,6,8,12;52;M;paper;Nowe Osiedle
151;1,2,3,6,12;42;M;paper;Nowe Osiedle
152;1,2,3,5,12;40;F;internet;Rynek
153;7,8,11;36;F;internet;Dolne
154;4,5,8,9,10;68;F;internet;Zarzecze
155;5,7,8,10,11;22;M;internet;Dolne
156;3;45;M;paper;Rynek
157;1,2,3,6,12;35;M;internet;Rynek
158;3;38;M;paper;Nowe Osiedle
159;2,3,12;68;F;internet;Rynek
160;1,2,3,10,12;40;M;internet;Rynek
161;3;63;M;paper;Nowe Osiedle
162;1,2,3,6,10;31;F;internet;Rynek
163;4,5,8,9,10;38;M;internet;Zarzecze
164;1,2,3,10,12;65;F;internet;Rynek
165;11;19;M;internet;Dolne
166;9;74;M;paper;Rynek
167;5;61;F;internet;Nowe Osiedle
168;1,2,3,10,12;51;M;internet;Rynek
169;1,2,3,6,8;16;M;paper;Nowe Osiedle
170;2,3,6,8,12;56;M;paper;Nowe Osiedle
171;1,2,3,9,12;91;M;internet;Rynek
172;7,8,9,10,11;48;F;internet;Dolne
173;2,3;58;F;internet;Rynek
174;9;35;F;internet;Rynek
175;1,2,3,5,12;44;F;paper;Rynek
176;1,2;62;M;internet;Rynek
177;3,12;77;F;internet;Nowe Osiedle
178;1,2,3,6,12;45;M;internet;Nowe Osiedle
179;7,8,9,10,11;53;M;paper;Dolne
180;1,2,3,6,10;64;M;internet;Rynek
181;1,2,12;40;F;internet;Rynek
182;4,5,8,9,10;37;M;paper;Zarzecze
183;1,2;41;F;paper;Rynek
184;5,7,8,9,11;22;M;paper;Dolne
185;1,2,8,12;16;F;internet;Nowe Osiedle
186;1,2,3,10,12;63;F;internet;Rynek
187;7,8;41;M;internet;Dolne
188;5,7,9,10,11;75;M;internet;Dolne
189;1,2,3,5,10;62;F;internet;Rynek
190;1,2,3,6,10;34;M;internet;Rynek
191;1,2,3,5,10;43;F;internet;Rynek
192;2,3,6,9,12;41;F;internet;Rynek
193;2,3,6,8,12;24;F;internet;Nowe Osiedle
194;2,3,6,8,12;33;M;internet;Nowe Osiedle
195;1,2,3,9,10;60;F;internet;Rynek
196;12;18;M;paper;Nowe Osiedle
197;1,2,3,6,12;45;M;internet;Rynek
198;1,2,3,6,12;56;M;internet;Nowe Osiedle
199;1,2,5,6;60;M;internet;Rynek
200;1,2,3,8,12;39;F;internet;Nowe Osiedle
201;5,7,8,9,11;70;F;paper;Dolne
202;4,5,8,9,10;56;M;internet;Zarzecze
203;5,8;54;M;internet;Zarzecze
204;1,2,3,6,12;18;F;internet;Nowe Osiedle
205;2,5;58;M;internet;Rynek
206;1;58;F;internet;Rynek
207;4,5,8,9,10;40;F;paper;Zarzecze
208;2;44;M;paper;Rynek
209;1,2,3,5,10;69;M;internet;Rynek
210;1,3,6,10,12;48;F;internet;Rynek
211;7,8,11;42;F;internet;Dolne
212;1,2,3,5;16;F;paper;Rynek
