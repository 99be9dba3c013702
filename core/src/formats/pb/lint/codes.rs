//! Closed lists that the format refers to: countries, currencies and languages.
//!
//! Sources: ISO 3166-1 (short and common names in English), ISO 4217 (alphabetic codes),
//! ISO 639-1. Words are separated by `|`.

/// English names of countries; `Worldwide` for elections without one.
pub(super) const COUNTRIES: &str = "\
Afghanistan|Albania|Algeria|American Samoa|Andorra|Angola|Anguilla|Antarctica|\
Antigua and Barbuda|Argentina|Armenia|Aruba|Australia|Austria|Azerbaijan|Bahamas|Bahrain|\
Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|\
Bolivia, Plurinational State of|Bonaire, Sint Eustatius and Saba|Bosnia and Herzegovina|\
Botswana|Bouvet Island|Brazil|British Indian Ocean Territory|Brunei Darussalam|Bulgaria|\
Burkina Faso|Burundi|Cabo Verde|Cambodia|Cameroon|Canada|Cayman Islands|\
Central African Republic|Chad|Chile|China|Christmas Island|Cocos (Keeling) Islands|\
Colombia|Comoros|Congo|Congo, The Democratic Republic of the|Cook Islands|Costa Rica|\
Croatia|Cuba|Curaçao|Cyprus|Czechia|Côte d'Ivoire|Denmark|Djibouti|Dominica|\
Dominican Republic|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|\
Ethiopia|Falkland Islands (Malvinas)|Faroe Islands|Fiji|Finland|France|French Guiana|\
French Polynesia|French Southern Territories|Gabon|Gambia|Georgia|Germany|Ghana|Gibraltar|\
Greece|Greenland|Grenada|Guadeloupe|Guam|Guatemala|Guernsey|Guinea|Guinea-Bissau|Guyana|\
Haiti|Heard Island and McDonald Islands|Holy See (Vatican City State)|Honduras|Hong Kong|\
Hungary|Iceland|India|Indonesia|Iran|Iran, Islamic Republic of|Iraq|Ireland|Isle of Man|\
Israel|Italy|Jamaica|Japan|Jersey|Jordan|Kazakhstan|Kenya|Kiribati|\
Korea, Democratic People's Republic of|Korea, Republic of|Kuwait|Kyrgyzstan|\
Lao People's Democratic Republic|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|\
Lithuania|Luxembourg|Macao|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|\
Marshall Islands|Martinique|Mauritania|Mauritius|Mayotte|Mexico|\
Micronesia, Federated States of|Moldova|Moldova, Republic of|Monaco|Mongolia|Montenegro|\
Montserrat|Morocco|Mozambique|Myanmar|Namibia|Nauru|Nepal|Netherlands|New Caledonia|\
New Zealand|Nicaragua|Niger|Nigeria|Niue|Norfolk Island|North Korea|North Macedonia|\
Northern Mariana Islands|Norway|Oman|Pakistan|Palau|Palestine, State of|Panama|\
Papua New Guinea|Paraguay|Peru|Philippines|Pitcairn|Poland|Portugal|Puerto Rico|Qatar|\
Romania|Russian Federation|Rwanda|Réunion|Saint Barthélemy|\
Saint Helena, Ascension and Tristan da Cunha|Saint Kitts and Nevis|Saint Lucia|\
Saint Martin (French part)|Saint Pierre and Miquelon|Saint Vincent and the Grenadines|\
Samoa|San Marino|Sao Tome and Principe|Saudi Arabia|Senegal|Serbia|Seychelles|\
Sierra Leone|Singapore|Sint Maarten (Dutch part)|Slovakia|Slovenia|Solomon Islands|\
Somalia|South Africa|South Georgia and the South Sandwich Islands|South Korea|South Sudan|\
Spain|Sri Lanka|Sudan|Suriname|Svalbard and Jan Mayen|Sweden|Switzerland|Syria|\
Syrian Arab Republic|Taiwan|Taiwan, Province of China|Tajikistan|Tanzania|\
Tanzania, United Republic of|Thailand|Timor-Leste|Togo|Tokelau|Tonga|Trinidad and Tobago|\
Tunisia|Turkmenistan|Turks and Caicos Islands|Tuvalu|Türkiye|Uganda|Ukraine|\
United Arab Emirates|United Kingdom|United States|United States Minor Outlying Islands|\
Uruguay|Uzbekistan|Vanuatu|Venezuela|Venezuela, Bolivarian Republic of|Viet Nam|Vietnam|\
Virgin Islands, British|Virgin Islands, U.S.|Wallis and Futuna|Western Sahara|Worldwide|\
Yemen|Zambia|Zimbabwe|Åland Islands";

/// Codes of currencies.
pub(super) const CURRENCIES: &str = "\
AED|AFN|ALL|AMD|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BHD|BIF|BMD|BND|BOB|BOV|BRL|BSD|BTN|BWP|\
BYN|BZD|CAD|CDF|CHE|CHF|CHW|CLF|CLP|CNY|COP|COU|CRC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|\
ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|\
JMD|JOD|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|\
MMK|MNT|MOP|MRU|MUR|MVR|MWK|MXN|MXV|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PEN|PGK|PHP|\
PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SOS|SRD|SSP|STN|SVC|SYP|\
SZL|THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|USD|USN|UYI|UYU|UYW|UZS|VED|VES|VND|VUV|\
WST|XAD|XAF|XAG|XAU|XBA|XBB|XBC|XBD|XCD|XCG|XDR|XOF|XPD|XPF|XPT|XSU|XTS|XUA|XXX|YER|ZAR|\
ZMW|ZWG";

/// Codes of languages.
pub(super) const LANGUAGES: &str = "\
aa|ab|ae|af|ak|am|an|ar|as|av|ay|az|ba|be|bg|bi|bm|bn|bo|br|bs|ca|ce|ch|co|cr|cs|cu|cv|cy|\
da|de|dv|dz|ee|el|en|eo|es|et|eu|fa|ff|fi|fj|fo|fr|fy|ga|gd|gl|gn|gu|gv|ha|he|hi|ho|hr|ht|\
hu|hy|hz|ia|id|ie|ig|ii|ik|io|is|it|iu|ja|jv|ka|kg|ki|kj|kk|kl|km|kn|ko|kr|ks|ku|kv|kw|ky|\
la|lb|lg|li|ln|lo|lt|lu|lv|mg|mh|mi|mk|ml|mn|mr|ms|mt|my|na|nb|nd|ne|ng|nl|nn|no|nr|nv|ny|\
oc|oj|om|or|os|pa|pi|pl|ps|pt|qu|rm|rn|ro|ru|rw|sa|sc|sd|se|sg|sh|si|sk|sl|sm|sn|so|sq|sr|\
ss|st|su|sv|sw|ta|te|tg|th|ti|tk|tl|tn|to|tr|ts|tt|tw|ty|ug|uk|ur|uz|ve|vi|vo|wa|wo|xh|yi|\
yo|za|zh|zu";

/// Whether a word stands in a list.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.split('|').any(|known| known == word)
}
